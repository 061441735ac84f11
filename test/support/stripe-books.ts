import { randomBytes } from 'node:crypto';

export type Fields = Record<string, unknown>;

/** An answer of Stripe's: what the HTTP server sends. */
export interface Reply {
  readonly status: number;
  readonly body: Fields;
}

/** An error in Stripe's envelope. */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly error: Fields,
  ) {
    super(String(error.code ?? error.type));
  }
}

const invalid = (code: string, message: string, status = 400, more: Fields = {}): StripeError =>
  new StripeError(status, { type: 'invalid_request_error', code, message, ...more });

/** What a payment method does, by its name, as with Stripe's own test cards. */
const DECLINES: Readonly<Record<string, string>> = {
  pm_card_chargeDeclined: 'generic_decline',
  pm_card_chargeDeclinedInsufficientFunds: 'insufficient_funds',
};

interface Form {
  readonly [name: string]: string | undefined;
}

const idOf = (prefix: string): string => `${prefix}_${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x')}`;
const seconds = (): number => Math.floor(Date.now() / 1_000);
const metadataOf = (form: Form): Fields =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );

/** Payment intents, refunds, transfers and disputes in the shapes of the public API, with amounts that add up. */
export class StripeBooks {
  readonly intents = new Map<string, Fields>();
  readonly refunds = new Map<string, Fields>();
  readonly transfers = new Map<string, Fields>();
  readonly reversals = new Map<string, Fields>();
  readonly disputes = new Map<string, Fields>();
  /** Messages that nobody was told yet, oldest first. */
  readonly events: Fields[] = [];

  constructor(private readonly url: () => string) {}

  create(form: Form): Fields {
    if (form['payment_method_types[0]'] !== 'card') throw invalid('parameter_missing', 'No payment method type');
    const intent: Fields = {
      ...{ id: idOf('pi'), object: 'payment_intent', amount: Number(form.amount), currency: form.currency },
      ...{ amount_capturable: 0, amount_received: 0, capture_method: form.capture_method, created: seconds() },
      ...{ status: 'requires_payment_method', metadata: metadataOf(form), last_payment_error: null, next_action: null },
      ...{ client_secret: idOf('pi_secret'), livemode: false, payment_method: null, latest_charge: null },
    };
    this.intents.set(String(intent.id), intent);
    return intent;
  }

  intent(id: string): Fields {
    const intent = this.intents.get(id);
    if (!intent) throw invalid('resource_missing', 'No such payment_intent', 404, { param: 'intent' });
    return intent;
  }

  confirm(id: string, form: Form): Fields {
    const intent = this.intent(id);
    this.expectStatus(intent, 'requires_payment_method', 'requires_confirmation');
    const token = form.payment_method ?? '';
    if (!token.startsWith('pm_card_')) throw invalid('resource_missing', 'No such PaymentMethod', 400);
    const method = methodOf(token);
    if (token === 'pm_card_threeDSecure2Required') {
      const url = `${this.url()}/3ds/${id}?return_url=${encodeURIComponent(form.return_url ?? '')}`;
      const action = { type: 'redirect_to_url', redirect_to_url: { url, return_url: form.return_url } };
      Object.assign(intent, { status: 'requires_action', payment_method: method, next_action: action });
      this.emit('payment_intent.requires_action', intent);
      return intent;
    }
    if (DECLINES[token]) throw this.decline(intent, method, 'card_declined', DECLINES[token]);
    this.authorise(intent, method);
    return intent;
  }

  /** What the holder does at the bank's page. */
  complete(id: string, outcome: 'approve' | 'decline'): void {
    const intent = this.intent(id);
    this.expectStatus(intent, 'requires_action');
    if (outcome === 'approve') this.authorise(intent, intent.payment_method as Fields);
    else this.decline(intent, intent.payment_method as Fields, 'payment_intent_authentication_failure');
  }

  capture(id: string, form: Form): Fields {
    const intent = this.intent(id);
    this.expectStatus(intent, 'requires_capture');
    const amount = Number(form.amount_to_capture ?? intent.amount);
    if (amount > Number(intent.amount)) throw invalid('amount_too_large', 'More than was authorised');
    Object.assign(intent, { status: 'succeeded', amount_capturable: 0, amount_received: amount });
    this.emit('payment_intent.succeeded', intent);
    return intent;
  }

  cancel(id: string): Fields {
    const intent = this.intent(id);
    this.expectStatus(intent, 'requires_payment_method', 'requires_action', 'requires_capture');
    Object.assign(intent, { status: 'canceled', amount_capturable: 0, next_action: null });
    this.emit('payment_intent.canceled', intent);
    return intent;
  }

  refund(form: Form): Fields {
    const intent = this.intent(form.payment_intent ?? '');
    const amount = Number(form.amount);
    const left = Number(intent.amount_received) - sumOf(this.refundsOf(String(intent.id)).filter(isStanding));
    if (amount > left) throw invalid('amount_too_large', 'Refund amount is greater than unrefunded amount on charge');
    const card = String((intent.payment_method as Fields).id);
    const status = { pm_card_pendingRefund: 'pending', pm_card_refundFail: 'failed' }[card] ?? 'succeeded';
    const refund: Fields = {
      ...{ id: idOf('re'), object: 'refund', amount, currency: intent.currency, created: seconds(), status },
      ...{ payment_intent: intent.id, charge: intent.latest_charge, metadata: metadataOf(form), reason: null },
      ...(status === 'failed' && { failure_reason: 'expired_or_canceled_card' }),
    };
    this.refunds.set(String(refund.id), refund);
    this.emit(status === 'failed' ? 'refund.failed' : 'refund.created', refund);
    return refund;
  }

  /** How a refund ends that was on its way, or that everybody believed to be done. */
  endRefund(refund: Fields, status: 'succeeded' | 'failed'): void {
    Object.assign(refund, { status, ...(status === 'failed' && { failure_reason: 'lost_or_stolen_card' }) });
    this.emit(status === 'failed' ? 'refund.failed' : 'refund.updated', refund);
  }

  refundsOf(intentId: string): Fields[] {
    return [...this.refunds.values()].filter((refund) => refund.payment_intent === intentId).reverse();
  }

  transfer(form: Form): Fields {
    const destination = form.destination ?? '';
    if (destination.endsWith('missing')) throw invalid('resource_missing', 'No such destination', 400);
    if (destination.endsWith('noMoney')) throw invalid('balance_insufficient', 'Insufficient funds');
    const transfer: Fields = {
      ...{ id: idOf('tr'), object: 'transfer', amount: Number(form.amount), amount_reversed: 0, reversed: false },
      ...{ currency: form.currency, destination, transfer_group: form.transfer_group, metadata: metadataOf(form) },
      ...{ created: seconds(), livemode: false, reversals: { object: 'list', data: [], has_more: false } },
    };
    this.transfers.set(String(transfer.id), transfer);
    this.emit('transfer.created', transfer);
    return transfer;
  }

  /** Takes a transfer back from the connected account, as a person at Stripe's own pages does. */
  reverse(transfer: Fields, amount: number, metadata: Fields = {}): Fields {
    const reversal: Fields = {
      ...{ id: idOf('trr'), object: 'transfer_reversal', amount, currency: transfer.currency, transfer: transfer.id },
      ...{ balance_transaction: idOf('txn'), created: seconds(), metadata, source_refund: null },
      destination_payment_refund: idOf('pyr'),
    };
    this.reversals.set(String(reversal.id), reversal);
    const reversed = Number(transfer.amount_reversed) + amount;
    const list = { object: 'list', data: this.reversalsOf(String(transfer.id)).slice(0, 10), has_more: false };
    Object.assign(transfer, { amount_reversed: reversed, reversed: reversed === transfer.amount, reversals: list });
    this.emit('transfer.reversed', transfer);
    return reversal;
  }

  /** As we ask for it; an account whose name ends so has paid out to its bank what it had. */
  takeBack(id: string, form: Form): Fields {
    const transfer = this.transfers.get(id);
    if (!transfer) throw invalid('resource_missing', `No such transfer: '${id}'`, 404, { param: 'id' });
    const [amount, left] = [Number(form.amount), Number(transfer.amount) - Number(transfer.amount_reversed)];
    if (amount > left) throw invalid('amount_too_large', 'Reversal amount is greater than unreversed amount');
    if (String(transfer.destination).endsWith('spent')) {
      throw invalid('balance_insufficient', 'Insufficient funds in the connected account');
    }
    return this.reverse(transfer, amount, metadataOf(form));
  }

  /** Newest first. */
  reversalsOf(transferId: string): Fields[] {
    return [...this.reversals.values()].filter(({ transfer }) => transfer === transferId).reverse();
  }

  dispute(intentId: string, amount: number, status = 'needs_response'): Fields {
    const intent = this.intent(intentId);
    const isInquiry = status.startsWith('warning_');
    const dispute: Fields = {
      ...{ id: idOf('du'), object: 'dispute', amount, currency: intent.currency, charge: intent.latest_charge },
      ...{ payment_intent: intentId, reason: 'product_not_received', status, created: seconds(), metadata: {} },
      evidence_details: { due_by: seconds() + 604_800, has_evidence: false, past_due: false, submission_count: 0 },
      balance_transactions: isInquiry ? [] : [movementOf(-amount, 1_500)],
    };
    this.disputes.set(String(dispute.id), dispute);
    this.emit('charge.dispute.created', dispute);
    if (!isInquiry) this.emit('charge.dispute.funds_withdrawn', dispute);
    return dispute;
  }

  answerDispute(id: string, status: 'under_review' | 'lost'): Fields {
    const dispute = this.disputes.get(id);
    if (!dispute) throw invalid('resource_missing', 'No such dispute', 404);
    dispute.status = status;
    this.emit(status === 'lost' ? 'charge.dispute.closed' : 'charge.dispute.updated', dispute);
    return dispute;
  }

  closeDispute(dispute: Fields, status: 'won' | 'lost'): void {
    dispute.status = status;
    if (status === 'won') {
      dispute.balance_transactions = [
        ...(dispute.balance_transactions as Fields[]),
        movementOf(Number(dispute.amount), 0),
      ];
      this.emit('charge.dispute.funds_reinstated', dispute);
    }
    this.emit('charge.dispute.closed', dispute);
  }

  /** Received, less refunds and transfers, in minor units: what has to stand on our clearing account. */
  balanceOf(currency: string): number {
    const mine = (each: Fields) => each.currency === currency;
    const received = [...this.intents.values()].filter(mine).map(({ amount_received: amount }) => Number(amount));
    const refunds = [...this.refunds.values()].filter((refund) => mine(refund) && refund.status === 'succeeded');
    const sent = [...this.transfers.values()].filter(mine);
    const transferred = sent.map(({ amount, amount_reversed: back }) => Number(amount) - Number(back));
    const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
    return sum(received) - sumOf(refunds) - sum(transferred);
  }

  private authorise(intent: Fields, method: Fields): void {
    Object.assign(intent, { status: 'requires_capture', payment_method: method, next_action: null });
    Object.assign(intent, { amount_capturable: intent.amount, latest_charge: idOf('ch') });
    this.emit('payment_intent.amount_capturable_updated', intent);
  }

  private decline(intent: Fields, method: Fields, code: string, declineCode?: string): StripeError {
    const error = {
      type: 'card_error',
      code,
      ...(declineCode && { decline_code: declineCode }),
      payment_method: method,
    };
    Object.assign(intent, { status: 'requires_payment_method', payment_method: null, next_action: null });
    intent.last_payment_error = error;
    this.emit('payment_intent.payment_failed', intent);
    return new StripeError(402, { ...error, message: 'Your card was declined.', payment_intent: { ...intent } });
  }

  private expectStatus(intent: Fields, ...statuses: string[]): void {
    if (statuses.includes(String(intent.status))) return;
    throw invalid('payment_intent_unexpected_state', `It is ${String(intent.status)}`, 400, { payment_intent: intent });
  }

  private emit(type: string, object: Fields): void {
    const envelope = { id: idOf('evt'), object: 'event', api_version: '2024-06-20', created: seconds(), type };
    this.events.push({ ...envelope, livemode: false, data: { object: shown(structuredClone(object), false) } });
  }
}

/** In messages, and where it was not asked for, the payment method is only named. */
export function shown(object: Fields, isExpanded: boolean): Fields {
  const method = object.payment_method as Fields | null | undefined;
  return isExpanded || !method ? object : { ...object, payment_method: method.id };
}

const methodOf = (token: string): Fields => ({
  ...{ id: token, object: 'payment_method', type: 'card' },
  card: { brand: 'visa', country: 'US', fingerprint: `fp${token.length}`, last4: '4242', exp_month: 8, exp_year: 2031 },
});

const movementOf = (amount: number, fee: number): Fields => ({
  ...{ id: idOf('txn'), object: 'balance_transaction', amount, fee, net: amount - fee, type: 'adjustment' },
});

const isStanding = ({ status }: Fields): boolean => status === 'succeeded' || status === 'pending';
const sumOf = (refunds: readonly Fields[]): number => refunds.reduce((sum, { amount }) => sum + Number(amount), 0);
