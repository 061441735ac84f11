export { ReleaseHoldsModule } from './release-holds.module.js';
