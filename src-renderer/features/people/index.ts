export { PeopleProvider, usePeople } from './people-context.ts';
export { createPeopleStore, type PeopleStore } from './people-store.ts';
export { PeopleTable } from './people-table.tsx';
export { usePersonName } from './use-person-name.ts';
