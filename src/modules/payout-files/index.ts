export { PayoutFilesModule } from './payout-files.module.js';
