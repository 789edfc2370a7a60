-- Whose a certificate is: the line of its decision that came of a dossier is found by what it says.
create index preparation_lines_by_product on preparation_lines (preparation, product, producer);
