import type { TestApp } from './app.js';

export interface ActiveSeller {
  /** Wire form, `sel_…`. */
  readonly sellerId: string;
  /** The owner, wire form. */
  readonly userId: string;
  /** The owner's session. */
  readonly token: string;
  /** An API key with every scope of a seller. */
  readonly apiKey: string;
}

export interface SellerFields {
  readonly kind?: 'private' | 'business';
  readonly displayName?: string;
  readonly country?: string;
  readonly currency?: string;
  readonly tier?: 'T0' | 'T1' | 'T2' | 'T3';
  /** Last four characters play the bank's parts; empty: no payout account. */
  readonly accountNumber?: string;
  readonly createdAt?: string;
}

/** A seller that may list and be paid, with its owner and an API key. */
export async function activeSeller(app: TestApp, fields: SellerFields = {}): Promise<ActiveSeller> {
  const answer = await app.http.post('/v1/sandbox/sellers').send({ withApiKey: true, ...fields });
  if (answer.status !== 201) throw new Error(`No seller was made: ${answer.text}`);
  return answer.body as ActiveSeller;
}
