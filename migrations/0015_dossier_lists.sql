-- How dossiers are listed: those of a council in any state, and those that a council scored and
-- sent on.
create index dossiers_of_council on dossiers (council, id);
create index sessions_of_councils_by_council_and_dossier on sessions_of_councils (council, dossier);
