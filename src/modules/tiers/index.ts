export { TiersModule } from './tiers.module.js';
