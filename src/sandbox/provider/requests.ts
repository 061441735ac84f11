const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const amount = { type: 'integer', minimum: 1, maximum: 1_000_000_000_000 };
const currency = { type: 'string', pattern: '^[A-Z]{3}$' };

const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

/** Shapes of what may be asked, as JSON Schema. */
export const KEYED = {
  type: 'object',
  required: ['idempotency-key'],
  properties: { 'idempotency-key': text(255) },
};

export const CHARGE = object(['reference', 'amount', 'currency', 'card'], {
  reference: text(100),
  amount,
  currency,
  card: object([], {
    number: text(19),
    token: text(60),
    holderCountry: { type: 'string', pattern: '^[A-Z]{2}$' },
  }),
});

export const CAPTURE = object([], { amount });
export const REFUND = object(['reference', 'amount'], { reference: text(100), amount });
export const PAYOUT = object(['reference', 'amount', 'currency', 'destination'], {
  reference: text(100),
  amount,
  currency,
  destination: text(300),
});
export const DISPUTE = object(['chargeId'], {
  chargeId: text(100),
  amount,
  reason: { ...text(60), default: 'product_not_received' },
  fee: { type: 'integer', minimum: 0, maximum: 1_000_000, default: 1_500 },
  evidenceDueAt: { type: 'string', format: 'date-time' },
});
export const DISPUTED_AMOUNT = object(['amount'], { amount });
export const VERDICT = object(['outcome'], {
  outcome: { enum: ['won', 'lost'] },
  returnFee: { type: 'boolean', default: false },
});
export const EVIDENCE = object(['text'], { text: text(200_000) });
export const COMPLETION = object([], { outcome: { enum: ['approve', 'decline'], default: 'approve' } });

export const faultSchema = (operations: readonly string[], modes: readonly string[]) =>
  object(['operation', 'mode'], {
    operation: { enum: operations },
    mode: { enum: modes },
    times: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 1 },
    delayMs: { type: 'integer', minimum: 0, maximum: 600_000, default: 1_000 },
    booked: { type: 'boolean', default: false },
  });

const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };

export const statementSchema = (
  damages: readonly string[],
  encodings: readonly string[],
  versions: readonly string[],
) =>
  object([], {
    from: day,
    to: day,
    damage: { enum: damages },
    line: text(80),
    encoding: { enum: encodings, default: 'utf-8' },
    version: { enum: versions, default: '08' },
  });

export const bankCreditSchema = object(['amount', 'currency'], {
  amount,
  currency,
  text: { ...text(140), default: 'Zahlung ohne Angabe' },
});
