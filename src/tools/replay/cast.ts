import { join } from 'node:path';
import type { ApiClient } from '../api-client.js';
import { Keep } from './keep.js';

export interface Buyer {
  readonly userId: string;
  readonly token: string;
}

export interface Seller {
  readonly sellerId: string;
  readonly token: string;
}

/** The people of the files: minted once each, and found again by a second run. */
export class Cast {
  private readonly buyers: Keep<Buyer>;
  private readonly sellers: Keep<Seller>;
  private readonly staff: Keep<Buyer>;

  constructor(
    private readonly api: ApiClient,
    home: string,
  ) {
    this.buyers = new Keep(join(home, 'buyers'));
    this.sellers = new Keep(join(home, 'sellers'));
    this.staff = new Keep(join(home, 'staff'));
  }

  buyer(id: string): Promise<Buyer> {
    const body = { reference: `replay-buyer-${id}`, displayName: `Buyer ${id.slice(0, 8)}`, country: 'BR' };
    return this.buyers.get(id, () => this.api.post<Buyer>('/v1/sandbox/users', { body }));
  }

  seller(id: string, city: string): Promise<Seller> {
    return this.sellers.get(id, async () => {
      const body = {
        reference: `replay-seller-${id}`,
        displayName: `${city === '' ? 'Loja' : city} ${id.slice(0, 8)}`,
        country: 'BR',
        currency: 'BRL',
        tier: 'T1',
        accountNumber: `BR${BigInt(`0x${id.slice(0, 15)}`)
          .toString()
          .padStart(20, '0')}9999`,
      };
      return this.api.post<Seller>('/v1/sandbox/sellers', { body });
    });
  }

  async moderator(): Promise<string> {
    return this.staffToken('moderator');
  }

  async analyst(): Promise<string> {
    return this.staffToken('risk');
  }

  async accountant(): Promise<string> {
    return this.staffToken('finance');
  }

  private async staffToken(role: string): Promise<string> {
    const body = { reference: `replay-${role}`, displayName: `Replay ${role}`, country: 'BR', staffRoles: [role] };
    const { token } = await this.staff.get(role, () => this.api.post<Buyer>('/v1/sandbox/users', { body }));
    return token;
  }
}
