export { ContactLine } from './contact-line.tsx';
export { SeatsScreen } from './seats-screen.tsx';
export { createTeamStore, TeamProvider, type TeamStore } from './team-store.ts';
