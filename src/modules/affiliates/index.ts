export { AffiliatesModule } from './affiliates.module.js';
