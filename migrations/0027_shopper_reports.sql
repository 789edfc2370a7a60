-- What shoppers report without an account: a product that may carry a code or stars that are not
-- its own. Operational data without events: nobody is accused in public before an inspector has
-- looked.
--
-- `number` is drawn by lot and known to whoever reported; with it the state is seen, and nothing
-- else. `once` is what the form drew, so that a report that is sent again over a bad network is
-- the same. `code` is as it was scanned or typed; `council` and `certificate_index` are what it
-- names, genuine or not; `verdict` is what the judge said when the report came in. `description`
-- is what was seen. `duplicate_of` names a report that is itself no duplicate. `case_id` is of a
-- table of the cases' own.
create table shopper_reports (
    id bigint primary key,
    number text not null unique,
    once text unique,
    code text,
    council text,
    certificate_index bigint,
    verdict text,
    reason text not null,
    product text,
    description text not null,
    shop text,
    shop_address text,
    province text,
    state text not null,
    duplicate_of bigint references shopper_reports (id),
    case_id bigint,
    dismissed_for text,
    public_answer text,
    version bigint not null,
    received_at text not null,
    changed_at text not null,
    closed_at text
);
create index shopper_reports_by_state on shopper_reports (state, id);
create index shopper_reports_by_council on shopper_reports (council, id);
create index shopper_reports_by_province on shopper_reports (province, id);
create index shopper_reports_by_receipt on shopper_reports (received_at);
create index shopper_reports_by_original on shopper_reports (duplicate_of, id)
    where duplicate_of is not null;
create index shopper_reports_by_case on shopper_reports (case_id, id) where case_id is not null;

-- How to reach whoever reported, if they said so: apart from the report, so that no list and no
-- page of it holds it by accident. `contact` is null once it was erased, by hand or in time.
create table shopper_contacts (
    report bigint primary key references shopper_reports (id),
    contact text,
    given_at text not null,
    erased_at text
);
create index shopper_contacts_by_gift on shopper_contacts (given_at) where contact is not null;

create table shopper_report_photographs (
    report bigint not null references shopper_reports (id),
    place bigint not null,
    photograph bigint not null references photographs (id),
    primary key (report, place)
);
