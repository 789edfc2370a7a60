//! The rules of OCOP: editions, terms, numbers, text, catalogue, provinces.
