import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Companies } from '../companies/index.js';
import { Identity } from '../identity/index.js';
import { CreditTransferToOneself } from './credit-transfers.errors.js';

/** Whose store credit it is. */
export type CreditOwner = { readonly buyerId: Id<'usr'> } | { readonly companyId: Id<'cmp'> };

/** Tells whether the owner of store credit exists, and whether somebody of finance belongs to it. */
@Injectable()
export class CreditOwners {
  constructor(
    private readonly people: Identity,
    private readonly companies: Companies,
  ) {}

  /** @throws NotFound */
  async assertExists(tx: Tx, owner: CreditOwner): Promise<void> {
    if ('companyId' in owner) {
      if (!(await this.companies.find(tx, owner.companyId))) throw new NotFound({ what: 'company' });
    } else if (!(await this.people.usersOf([owner.buyerId], tx)).has(owner.buyerId)) {
      throw new NotFound({ what: 'buyer' });
    }
  }

  /** The database refuses a private buyer who decides. @throws CreditTransferToOneself for members of the company */
  async assertForeign(tx: Tx, companyId: string | null, userId: string): Promise<void> {
    if (companyId !== null && (await this.companies.member(tx, companyId, userId)))
      throw new CreditTransferToOneself({});
  }
}
