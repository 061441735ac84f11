export { defineRetention, type Retention } from './retention.js';
export { HousekeepingModule } from './housekeeping.module.js';
