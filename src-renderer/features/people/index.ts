export { createPeopleStore, PeopleProvider, type PeopleStore, usePeople } from './people-store.ts';
export { PeopleTable } from './people-table.tsx';
export { usePersonName } from './use-person-name.ts';
