export { CreditTransfersModule } from './credit-transfers.module.js';
