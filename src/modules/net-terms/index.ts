export { NetTermsModule } from './net-terms.module.js';
export { RecordBankReceipt } from './record-receipt.js';
