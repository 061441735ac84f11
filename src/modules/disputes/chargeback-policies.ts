import { termsOf } from '../../platform/terms/index.js';
import type { Bearer } from './chargebacks.repository.js';

interface Values {
  readonly reason: string;
  readonly liable: Bearer;
  readonly feeTo: Bearer;
}

/** A chargeback keeps what was in force when it was opened. */
export const CHARGEBACK_POLICIES = termsOf({
  name: 'disputes.chargeback-policies',
  table: 'chargeback_policies',
  prefix: 'cbp',
  subject: 'reason',
  columns: { reason: 'reason', liable: 'liable', feeTo: 'fee_to' },
  view: ({ reason, liable, feeTo }: Values) => ({ reason, liable, feeTo }),
});
