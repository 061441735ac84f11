import { Injectable } from '@nestjs/common';
import { system, type Id, type StaffRole } from '../kernel/index.js';
import { DeclaredRoutes } from '../platform/auth/index.js';
import { UnitOfWork, type Tx } from '../platform/database/index.js';
import { Once } from '../platform/http/index.js';
import { Identity, type MintedUser } from '../modules/identity/index.js';
import { Sellers, type SellerKind, type Tier } from '../modules/sellers/index.js';
import { MintedReferences } from './minted-references.js';

export interface UserOrder {
  /** The same reference gets the same answer. */
  readonly reference?: string;
  readonly email?: string;
  readonly displayName?: string;
  readonly country?: string;
  readonly staffRoles?: readonly StaffRole[];
  readonly token?: string;
  /** Signs in whose address it is, instead of refusing an address that is taken. */
  readonly mayExist?: boolean;
  readonly createdAt?: Date;
}

export interface SellerOrder {
  /** The same reference gets the same answer. */
  readonly reference?: string;
  readonly kind?: SellerKind;
  readonly displayName?: string;
  readonly country?: string;
  readonly currency?: string;
  readonly tier?: Tier;
  readonly ownerId?: Id<'usr'>;
  readonly accountNumber?: string;
  readonly withApiKey?: boolean;
  readonly createdAt?: Date;
}

/** The random parts of an API key. */
export interface KeyParts {
  readonly publicId: string;
  readonly secret: string;
}

export interface MintedSeller {
  readonly sellerId: Id<'sel'>;
  readonly userId: Id<'usr'>;
  readonly token: string | null;
  readonly apiKey: string | null;
}

const MINT = system('sandbox-mint');
const ACCOUNT = 'US000000000000004242';

/** Makes people and sellers that are ready to act, without passwords and without anybody's approval. */
@Injectable()
export class MintPrincipals {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: Identity,
    private readonly sellers: Sellers,
    private readonly routes: DeclaredRoutes,
    private readonly references: MintedReferences,
  ) {}

  user(order: UserOrder, once = Once.none): Promise<MintedUser> {
    const { reference, ...request } = order;
    const mint = (tx: Tx): Promise<MintedUser> => this.identity.mintUser(tx, request);
    return once.run(this.uow, (tx) => this.references.once(tx, 'user', reference, () => mint(tx)));
  }

  seller(order: SellerOrder, once = Once.none): Promise<MintedSeller> {
    const { reference } = order;
    return once.run(this.uow, (tx) => this.references.once(tx, 'seller', reference, () => this.sellerIn(tx, order)));
  }

  /**
   * Gives a seller's software the API key of these parts.
   * @throws TooManyApiKeys, CredentialUsed
   */
  async apiKey(sellerId: Id<'sel'>, parts: KeyParts): Promise<void> {
    await this.uow.run((tx) => this.keyIn(tx, sellerId, parts));
  }

  private async sellerIn(tx: Tx, order: SellerOrder): Promise<MintedSeller> {
    const { kind = 'business', displayName = 'Sandbox seller', country = 'US', currency = 'USD', createdAt } = order;
    const { tier, accountNumber = ACCOUNT } = order;
    const owner = await this.ownerOf(tx, order, displayName, country);
    const fields = { ownerId: owner.userId, kind, displayName, country, currency, tier, accountNumber, createdAt };
    const sellerId = await this.sellers.mintSeller(tx, fields);
    const apiKey = order.withApiKey ? await this.keyIn(tx, sellerId) : null;
    return { sellerId, userId: owner.userId, token: owner.token, apiKey };
  }

  private async keyIn(tx: Tx, sellerId: Id<'sel'>, parts?: KeyParts): Promise<string> {
    const request = { name: 'sandbox', scopes: this.sellerScopes() };
    return (await this.identity.mintApiKey(tx, MINT, sellerId, request, parts)).key;
  }

  /** Every scope that a route for sellers asks for. */
  private sellerScopes(): string[] {
    const rules = this.routes.all().map((route) => route.access);
    const scopes = rules.flatMap(({ roles, scope }) => (scope && roles.includes('seller') ? [scope] : []));
    return [...new Set(scopes)].sort();
  }

  private async ownerOf(
    tx: Tx,
    { ownerId, createdAt }: SellerOrder,
    displayName: string,
    country: string,
  ): Promise<{ userId: Id<'usr'>; token: string | null }> {
    if (ownerId) return { userId: ownerId, token: null };
    return this.identity.mintUser(tx, { displayName, country, createdAt });
  }
}
