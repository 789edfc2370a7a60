//! What can go wrong with a label or a photograph of one, and what to do next, in two languages.

/// Why a label was not made, or a picture not read. `Display` is the English text.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.en())]
pub enum Error {
    /// There is no QR text to encode.
    NoText,
    /// More than a QR code of version 40 at level M holds.
    TextTooLong {
        /// Characters of the text.
        length: usize,
    },
    /// Outside 72 to 2,400 dots an inch.
    DpiOutOfBounds {
        /// What was asked for.
        dpi: u32,
    },
    /// Outside 0.1 to 20 millimetres.
    ModuleOutOfBounds {
        /// What was asked for.
        module_mm: f64,
    },
    /// Under 0.25 millimetres once rounded to printer dots.
    ModuleTooSmall {
        /// The module as it would be printed, in millimetres.
        module_mm: f64,
        /// Printer dots an inch.
        dpi: u32,
        /// The smallest module in millimetres that this printer can make readable.
        works_mm: f64,
    },
    /// The font of the labels has no such character.
    Unprintable {
        /// The first such character.
        character: char,
    },
    /// More than fits under a symbol.
    WordingTooLong {
        /// Characters of the wording.
        length: usize,
        /// The most that is printed.
        most: usize,
    },
    /// A picture of more printer dots than any label needs.
    TooManyDots {
        /// Dots of the longer side.
        side: u32,
        /// The most a side may have.
        most: u32,
    },
    /// A label, or the room for one, of less than 5 millimetres or more than a metre.
    SideOutOfBounds {
        /// What was asked for.
        side_mm: f64,
    },
    /// Not even modules of 0.25 millimetres let everything stand on the label.
    LabelTooSmall {
        /// What was asked for.
        width_mm: f64,
        /// What was asked for, if it was.
        height_mm: Option<f64>,
        /// Width and height in millimetres that are enough.
        works_mm: (f64, f64),
    },
    /// The design says in words what the label does not know.
    NoFacts,
    /// A sheet holds no label of that size.
    SheetTooSmall {
        /// The paper.
        paper: &'static str,
        /// Width and height of a label.
        label_mm: (f64, f64),
    },
    /// Less than nothing, or more than 5 centimetres, between the labels of a sheet.
    GapOutOfBounds {
        /// What was asked for.
        gap_mm: f64,
    },
    /// A file of no labels.
    NoLabels,
    /// More labels than one file holds.
    TooManyLabels {
        /// What was asked for.
        count: usize,
        /// The most of one file.
        most: usize,
    },
    /// Less than nothing, or more than a centimetre.
    BleedOutOfBounds {
        /// What was asked for.
        bleed_mm: f64,
    },
    /// The finished file does not read back to the text it was made of.
    NotReadBack,
    /// Too few of the pictures of its self-test were read, or one gave another text.
    NotScannable {
        /// Pictures that were read.
        read: usize,
        /// Pictures in all.
        all: usize,
    },
    /// Neither PNG nor JPEG nor WebP.
    NotAPicture,
    /// More bytes than are read.
    FileTooLarge {
        /// Bytes of the file.
        bytes: usize,
    },
    /// More pixels, or more memory, than is spent on one photograph.
    PictureTooLarge,
    /// The file ends early or contradicts itself.
    Damaged,
    /// No QR code that can be read.
    NoCode,
    /// Several codes with different texts, and no way to tell which is meant.
    SeveralCodes {
        /// How many different texts were read.
        count: usize,
    },
}

impl Error {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoText => "no_text",
            Self::TextTooLong { .. } => "text_too_long",
            Self::DpiOutOfBounds { .. } => "dpi_out_of_bounds",
            Self::ModuleOutOfBounds { .. } => "module_out_of_bounds",
            Self::ModuleTooSmall { .. } => "module_too_small",
            Self::Unprintable { .. } => "unprintable_character",
            Self::WordingTooLong { .. } => "wording_too_long",
            Self::TooManyDots { .. } => "too_many_dots",
            Self::SideOutOfBounds { .. } => "side_out_of_bounds",
            Self::LabelTooSmall { .. } => "label_too_small",
            Self::NoFacts => "label_without_facts",
            Self::SheetTooSmall { .. } => "sheet_too_small",
            Self::GapOutOfBounds { .. } => "gap_out_of_bounds",
            Self::NoLabels => "no_labels",
            Self::TooManyLabels { .. } => "too_many_labels",
            Self::BleedOutOfBounds { .. } => "bleed_out_of_bounds",
            Self::NotReadBack => "label_not_read_back",
            Self::NotScannable { .. } => "label_not_scannable",
            Self::NotAPicture => "not_a_picture",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::PictureTooLarge => "picture_too_large",
            Self::Damaged => "picture_damaged",
            Self::NoCode => "no_code_found",
            Self::SeveralCodes { .. } => "several_codes",
        }
    }

    /// What is wrong and what to do next, in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::NoText => "Không có nội dung để tạo mã QR. Hãy cung cấp nội dung mã của giấy chứng nhận.".into(),
            Self::TextTooLong { length } => format!(
                "Nội dung dài {length} ký tự, quá dài cho một mã QR. Hãy rút ngắn tên sản phẩm, tên chủ thể hoặc địa chỉ trang web, hoặc dùng dạng rút gọn."
            ),
            Self::DpiOutOfBounds { dpi } => format!(
                "Độ phân giải {dpi} dpi nằm ngoài khoảng cho phép. Hãy nhập độ phân giải của máy in, từ 72 đến 2400 dpi (thường là 203, 300 hoặc 600)."
            ),
            Self::ModuleOutOfBounds { module_mm } => format!(
                "Kích thước ô {} mm nằm ngoài khoảng cho phép. Hãy chọn từ 0,1 đến 20 mm; nên dùng từ 0,33 mm trở lên.",
                tenths_comma(*module_mm)
            ),
            Self::ModuleTooSmall { module_mm, dpi, works_mm } => format!(
                "Ở {dpi} dpi, mỗi ô chỉ in được {} mm, nhỏ hơn 0,25 mm nên điện thoại khó đọc. Hãy chọn kích thước ô {} mm trở lên.",
                decimal_comma(*module_mm),
                decimal_comma(*works_mm)
            ),
            Self::Unprintable { character } => format!(
                "Không in được ký tự “{}” (U+{:04X}). Hãy bỏ hoặc thay ký tự này, hoặc chọn mẫu nhãn không in tên: code (chỉ mã QR) hay number (mã QR và số giấy).",
                character.escape_debug(),
                u32::from(*character)
            ),
            Self::WordingTooLong { length, most } => format!(
                "Dòng chữ trên nhãn dài {length} ký tự, tối đa là {most}. Hãy rút ngắn."
            ),
            Self::TooManyDots { side, most } => format!(
                "Nhãn rộng {side} điểm in, tối đa là {most}. Hãy chọn độ phân giải thấp hơn (tệp SVG và PDF không vì thế mà kém nét) hoặc nhãn nhỏ hơn."
            ),
            Self::SideOutOfBounds { side_mm } => format!(
                "Kích thước nhãn {} mm nằm ngoài khoảng cho phép. Hãy nhập từ 5 đến 1000 mm.",
                decimal_comma(*side_mm)
            ),
            Self::LabelTooSmall { width_mm, height_mm, works_mm } => format!(
                "Nhãn rộng {}{} không đủ chỗ cho mã và chữ ở cỡ còn đọc được. Kích thước gần nhất dùng được: {} × {} mm. Hãy chọn nhãn lớn hơn, mẫu ít chữ hơn, hoặc mã rút gọn hay mã ngắn.",
                tenths_comma(*width_mm),
                match height_mm {
                    Some(height) => format!(" × {} mm", tenths_comma(*height)),
                    None => " mm".to_owned(),
                },
                tenths_comma(works_mm.0),
                tenths_comma(works_mm.1)
            ),
            Self::NoFacts => "Mẫu nhãn này cần tên sản phẩm, chủ thể, số sao và thời hạn. Hãy chọn mẫu chỉ có mã QR và số giấy chứng nhận.".into(),
            Self::SheetTooSmall { paper, label_mm } => format!(
                "Tờ {} không chứa được nhãn {} × {} mm. Hãy chọn khổ giấy lớn hơn hoặc nhãn nhỏ hơn.",
                paper.to_uppercase(),
                tenths_comma(label_mm.0),
                tenths_comma(label_mm.1)
            ),
            Self::GapOutOfBounds { gap_mm } => format!(
                "Khoảng cách {} mm giữa các nhãn nằm ngoài khoảng cho phép. Hãy nhập từ 0 đến 50 mm.",
                tenths_comma(*gap_mm)
            ),
            Self::NoLabels => "Không có nhãn nào để in. Hãy nhập số lượng từ 1 trở lên.".into(),
            Self::TooManyLabels { count, most } => format!(
                "{count} nhãn là quá nhiều cho một tệp, tối đa là {most}. Hãy chia thành nhiều tệp hoặc tạo một đợt in tem có số sê-ri."
            ),
            Self::BleedOutOfBounds { bleed_mm } => format!(
                "Phần tràn lề {} mm nằm ngoài khoảng cho phép. Hãy nhập từ 0 đến 10 mm.",
                decimal_comma(*bleed_mm)
            ),
            Self::NotReadBack => "Nhãn vừa tạo không đọc lại được đúng nội dung nên không được xuất ra. Hãy thử lại; nếu vẫn lỗi, hãy báo cho người quản trị hệ thống.".into(),
            Self::NotScannable { read, all } => format!(
                "Nhãn này chỉ đọc được ở {read} trên {all} ảnh thử nên không được xuất ra. Hãy chọn nhãn hoặc ô lớn hơn, hoặc mẫu nhãn khác."
            ),
            Self::NotAPicture => "Tệp này không phải là ảnh PNG, JPEG hoặc WebP. Hãy chụp mã QR và gửi ảnh ở một trong các định dạng đó.".into(),
            Self::FileTooLarge { bytes } => format!(
                "Tệp ảnh có {bytes} byte, vượt quá 10 MB. Hãy chụp lại ở độ phân giải thấp hơn hoặc cắt ảnh sát mã QR."
            ),
            Self::PictureTooLarge => "Ảnh có kích thước quá lớn (tối đa 12.000 điểm ảnh mỗi chiều và 50 triệu điểm ảnh). Hãy thu nhỏ hoặc cắt ảnh sát mã QR.".into(),
            Self::Damaged => "Tệp ảnh bị hỏng hoặc chưa tải lên trọn vẹn. Hãy gửi lại hoặc chụp ảnh khác.".into(),
            Self::NoCode => "Không tìm thấy mã QR đọc được trong ảnh. Hãy chụp gần hơn, đủ sáng, giữ chắc máy và để lọt cả viền trắng quanh mã, hoặc nhập số giấy chứng nhận in dưới mã.".into(),
            Self::SeveralCodes { count } => format!(
                "Trong ảnh có {count} mã QR khác nhau. Hãy chụp lại chỉ một mã, hoặc che các mã còn lại."
            ),
        }
    }

    /// What is wrong and what to do next, in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::NoText => "There is nothing to make a QR code of. Give the QR text of a certificate.".into(),
            Self::TextTooLong { length } => format!(
                "The text has {length} characters, too many for one QR code. Shorten the product's name, the producer's name or the web address, or use the compact form."
            ),
            Self::DpiOutOfBounds { dpi } => format!(
                "A resolution of {dpi} dpi is out of bounds. Give your printer's resolution, 72 to 2400 dpi (most often 203, 300 or 600)."
            ),
            Self::ModuleOutOfBounds { module_mm } => format!(
                "A module of {module_mm} mm is out of bounds. Choose 0.1 to 20 mm; 0.33 mm or more is advised."
            ),
            Self::ModuleTooSmall { module_mm, dpi, works_mm } => format!(
                "At {dpi} dpi a module would be printed {module_mm:.3} mm wide; phones do not read under 0.25 mm. Choose a module of {works_mm:.3} mm or more."
            ),
            Self::Unprintable { character } => format!(
                "The character “{}” (U+{:04X}) cannot be printed. Remove or replace it, or choose a design that bears no names: code (the QR code alone) or number (with the certificate's number).",
                character.escape_debug(),
                u32::from(*character)
            ),
            Self::WordingTooLong { length, most } => format!(
                "A line for the label has {length} characters, at most {most} are printed. Shorten it."
            ),
            Self::TooManyDots { side, most } => format!(
                "The label would be {side} printer dots long, at most {most} are made. Choose a lower resolution (an SVG or PDF loses nothing by it) or a smaller label."
            ),
            Self::SideOutOfBounds { side_mm } => format!(
                "A label of {side_mm} mm is out of bounds. Give 5 to 1000 mm."
            ),
            Self::LabelTooSmall { width_mm, height_mm, works_mm } => format!(
                "A label of {width_mm}{} mm has no room for the code and its words at a size that is read. The nearest that works: {} × {} mm. Choose a larger label, a design with fewer words, or a compact or short code.",
                height_mm.map(|height| format!(" × {height}")).unwrap_or_default(),
                works_mm.0,
                works_mm.1
            ),
            Self::NoFacts => "This design needs product, producer, stars and dates. Choose one with the code and the certificate number alone.".into(),
            Self::SheetTooSmall { paper, label_mm } => format!(
                "A sheet of {} holds no label of {} × {} mm. Choose larger paper or a smaller label.",
                paper.to_uppercase(), label_mm.0, label_mm.1
            ),
            Self::GapOutOfBounds { gap_mm } => format!(
                "A gap of {gap_mm} mm between labels is out of bounds. Give 0 to 50 mm."
            ),
            Self::NoLabels => "There is no label to print. Give a count of 1 or more.".into(),
            Self::TooManyLabels { count, most } => format!(
                "{count} labels are too many for one file, at most {most} are made. Make several files, or a run of labels with serials."
            ),
            Self::BleedOutOfBounds { bleed_mm } => format!(
                "A bleed of {bleed_mm} mm is out of bounds. Give 0 to 10 mm."
            ),
            Self::NotReadBack => "The finished label does not read back to its text and was not handed out. Try again; if it happens again, tell the administrator.".into(),
            Self::NotScannable { read, all } => format!(
                "Only {read} of {all} trial pictures of this label were read, so it is not handed out. Choose a larger label or module, or another design."
            ),
            Self::NotAPicture => "This file is not a PNG, JPEG or WebP picture. Photograph the QR code and send the picture in one of these formats.".into(),
            Self::FileTooLarge { bytes } => format!(
                "The picture has {bytes} bytes, more than 10 MB. Take it again at a lower resolution or crop it to the QR code."
            ),
            Self::PictureTooLarge => "The picture is too large (at most 12,000 pixels a side and 50 million pixels). Scale it down or crop it to the QR code.".into(),
            Self::Damaged => "The picture is damaged or was not sent completely. Send it again or take another.".into(),
            Self::NoCode => "No readable QR code was found in the picture. Go closer, give light, hold still and keep the white border around the code in view, or type the certificate number printed below the code.".into(),
            Self::SeveralCodes { count } => format!(
                "There are {count} different QR codes in the picture. Photograph one alone, or cover the others."
            ),
        }
    }
}

/// 0.125 as Vietnamese writes it: 0,125.
fn decimal_comma(mm: f64) -> String {
    format!("{mm:.3}").replace('.', ",")
}

/// 63.5 as Vietnamese writes it: 63,5. No more decimals than there are.
fn tenths_comma(mm: f64) -> String {
    mm.to_string().replace('.', ",")
}
