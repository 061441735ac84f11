import { MoneyView } from '../../platform/http/index.js';
import type { LineFeesView } from './fee-sheets.dto.js';
import type { LineFees } from './fees.domain.js';

export const lineFeesView = (
  fees: Pick<LineFees, 'commission' | 'fixedFee' | 'paymentFee' | 'feeTax'>,
): LineFeesView => ({
  commission: MoneyView.of(fees.commission),
  fixedFee: MoneyView.of(fees.fixedFee),
  paymentFee: MoneyView.of(fees.paymentFee),
  feeTax: MoneyView.of(fees.feeTax),
});
