//! Scans of labels, as they are counted: a label's days and provinces, and what is said of it, in
//! one transaction.

use chrono::NaiveDate;

use super::rows::{self, Row};
use super::scanned_labels::LabelRow;
use super::{Entry, Error, InventedRecord, ScannedLabelRecord, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::scan_score::{ScanCounts, ScanLimits};

/// Scans of one label on one day, with what shoppers said of where.
#[derive(Clone, Debug)]
pub struct LabelScans {
    /// Of which certificate.
    pub number: CertificateNumber,
    /// Which of its labels.
    pub serial_count: u64,
    /// When.
    pub scanned_on: NaiveDate,
    /// How often in each province; the empty one is not known.
    pub scans: Vec<(String, u64)>,
    /// Provinces that scans of unknown place are moved to, one each.
    pub placed: Vec<String>,
}

impl Entry {
    /// Counts scans of a label. What was said of where is believed for as many scans of that day
    /// as are of unknown place, and never adds one.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_scans(
        &mut self,
        scans: &LabelScans,
        limits: &ScanLimits,
    ) -> Result<(), Error> {
        let before = self.scanned_label_to_count(scans).await?;
        let label = match &before {
            Some(label) => label.id,
            None if scans.scans.is_empty() => return Ok(()),
            None => self.add_scanned_label(scans).await?,
        };
        let day = scans.scanned_on.to_string();
        for (province, times) in &scans.scans {
            self.add_label_scans(label, &day, province, *times).await?;
        }
        for province in &scans.placed {
            if self.take_unplaced_scan(label, &day).await? {
                self.add_label_scans(label, &day, province, 1).await?;
            }
        }
        let of_day = self.label_scans_of_day(label, &day).await?;
        let said = said_of(before, scans, &of_day);
        let score = said.counts.score(limits);
        let sql = "update scanned_labels
                   set times = $2, first_on = $3, last_on = $4, days = $5, most_on_a_day = $6,
                       provinces = $7, most_provinces_on_a_day = $8, score = $9
                   where id = $1";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(label)
                .bind(rows::bound(said.counts.in_all))
                .bind(said.first_on.to_string())
                .bind(said.last_on.to_string())
                .bind(rows::bound(said.days))
                .bind(rows::bound(said.counts.on_a_day))
                .bind(said.provinces.join(" "))
                .bind(rows::bound(said.counts.provinces_on_a_day))
                .bind(rows::bound(score))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Counts scans with serials that were never given.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_invented(&mut self, invented: &InventedRecord) -> Result<(), Error> {
        let sql = "insert into invented_serials
                     (council, certificate_index, scanned_on, wrong_macs, unknown_counts)
                   values ($1, $2, $3, $4, $5)
                   on conflict (council, certificate_index, scanned_on) do update
                   set wrong_macs = invented_serials.wrong_macs + excluded.wrong_macs,
                       unknown_counts = invented_serials.unknown_counts + excluded.unknown_counts";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(invented.number.council.to_string())
                .bind(i64::from(invented.number.index))
                .bind(invented.scanned_on.to_string())
                .bind(rows::bound(invented.wrong_macs))
                .bind(rows::bound(invented.unknown_counts))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    async fn scanned_label_to_count(
        &mut self,
        scans: &LabelScans,
    ) -> Result<Option<ScannedLabelRecord>, Error> {
        let sql = "select * from scanned_labels
                   where council = $1 and certificate_index = $2 and serial_count = $3";
        let row: Option<LabelRow> = on!(self.connection(), connection => {
            sqlx::query_as(sql)
                .bind(scans.number.council.to_string())
                .bind(i64::from(scans.number.index))
                .bind(rows::bound(scans.serial_count))
                .fetch_optional(connection)
                .await
        })?;
        row.map(LabelRow::read).transpose()
    }

    async fn add_scanned_label(&mut self, scans: &LabelScans) -> Result<i64, Error> {
        let sql = "insert into scanned_labels (id, council, certificate_index, serial_count, times,
                     first_on, last_on, days, most_on_a_day, provinces, most_provinces_on_a_day,
                     score)
                   values ((select coalesce(max(id), 0) + 1 from scanned_labels),
                     $1, $2, $3, 0, $4, $4, 0, 0, '', 0, 0)
                   returning id";
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(scans.number.council.to_string())
                .bind(i64::from(scans.number.index))
                .bind(rows::bound(scans.serial_count))
                .bind(scans.scanned_on.to_string())
                .fetch_one(connection)
                .await
        })?;
        Ok(id)
    }

    async fn add_label_scans(
        &mut self,
        label: i64,
        day: &str,
        province: &str,
        times: u64,
    ) -> Result<(), Error> {
        let sql = "insert into label_scans (label, scanned_on, province, times)
                   values ($1, $2, $3, $4)
                   on conflict (label, scanned_on, province)
                   do update set times = label_scans.times + excluded.times";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(label)
                .bind(day)
                .bind(province)
                .bind(rows::bound(times))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Takes one scan of unknown place away; says whether there was one.
    async fn take_unplaced_scan(&mut self, label: i64, day: &str) -> Result<bool, Error> {
        // The last one leaves no row behind.
        let taking = [
            "delete from label_scans
             where label = $1 and scanned_on = $2 and province = '' and times = 1",
            "update label_scans set times = times - 1
             where label = $1 and scanned_on = $2 and province = ''",
        ];
        for sql in taking {
            let taken = on!(self.connection(), connection => {
                sqlx::query(sql)
                    .bind(label)
                    .bind(day)
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected())
            })?;
            if taken > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn label_scans_of_day(
        &mut self,
        label: i64,
        day: &str,
    ) -> Result<Vec<(String, u64)>, Error> {
        let sql = "select province, times from label_scans where label = $1 and scanned_on = $2";
        let rows: Vec<(String, i64)> = on!(self.connection(), connection => {
            sqlx::query_as(sql).bind(label).bind(day).fetch_all(connection).await
        })?;
        let key = label.to_string();
        let row = Row {
            table: "label_scans",
            key: &key,
        };
        rows.into_iter()
            .map(|(province, times)| Ok((province, row.number("times", times)?)))
            .collect()
    }
}

/// What is said of a label after scans of a day were counted, which had so many in all.
fn said_of(
    before: Option<ScannedLabelRecord>,
    scans: &LabelScans,
    of_day: &[(String, u64)],
) -> ScannedLabelRecord {
    let added: u64 = scans.scans.iter().map(|(_, times)| times).sum();
    let on_day: u64 = of_day.iter().map(|(_, times)| times).sum();
    let known = of_day.iter().filter(|(province, _)| !province.is_empty());
    let known: Vec<&String> = known.map(|(province, _)| province).collect();
    let mut said = before.unwrap_or_else(|| ScannedLabelRecord {
        id: 0,
        number: scans.number,
        serial_count: scans.serial_count,
        first_on: scans.scanned_on,
        last_on: scans.scanned_on,
        days: 0,
        provinces: Vec::new(),
        counts: ScanCounts::default(),
        score: 0,
    });
    // A day whose scans are all new is a new day.
    said.days += u64::from(added > 0 && on_day == added);
    said.first_on = said.first_on.min(scans.scanned_on);
    said.last_on = said.last_on.max(scans.scanned_on);
    for province in &known {
        if !said.provinces.contains(province) {
            said.provinces.push((*province).clone());
        }
    }
    let counts = &mut said.counts;
    counts.in_all += added;
    counts.on_a_day = counts.on_a_day.max(on_day);
    counts.provinces = said.provinces.len() as u64;
    counts.provinces_on_a_day = counts.provinces_on_a_day.max(known.len() as u64);
    said
}
