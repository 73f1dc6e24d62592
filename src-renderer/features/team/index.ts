export { ContactLine } from './contact-line.tsx';
export { elsewhereOf } from './elsewhere.ts';
export { SeatsScreen } from './seats-screen.tsx';
export { createTeamStore, TeamProvider, type TeamStore, useTeam } from './team-store.ts';
