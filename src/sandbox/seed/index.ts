export { seedSandbox, type SeededPrincipal, type SeededPrincipals } from './seed-sandbox.js';
