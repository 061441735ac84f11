import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  OwnMatter,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { AccountNotFreezable, AccountStateUnchanged } from './books.errors.js';
import { AccountReasonDto, AccountView } from './finance-ledger.dto.js';
import { FreezeAccount } from './freeze-account.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('ledger')
@Controller('v1/finance/accounts/:accountId')
export class AccountFreezesController {
  constructor(private readonly account: FreezeAccount) {}

  /** Freeze store credit. Nothing leaves it, what comes in is booked; an order that holds part of it is paid. */
  @Post('freeze')
  @HttpCode(200)
  @Access(FINANCE)
  @Audited('ledger_account', 'accountId')
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, AccountNotFreezable, AccountStateUnchanged)
  freeze(
    @Caller() actor: UserActor,
    @WireId('acc', 'accountId') id: Id<'acc'>,
    @Body() { reason }: AccountReasonDto,
    @IdempotencyScope() once: Once,
  ): Promise<AccountView> {
    return this.account.freeze(actor, id, reason, once);
  }

  /** End the freeze of store credit. */
  @Post('unfreeze')
  @HttpCode(200)
  @Access(FINANCE)
  @Audited('ledger_account', 'accountId')
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, AccountNotFreezable, AccountStateUnchanged)
  unfreeze(
    @Caller() actor: UserActor,
    @WireId('acc', 'accountId') id: Id<'acc'>,
    @Body() { reason }: AccountReasonDto,
    @IdempotencyScope() once: Once,
  ): Promise<AccountView> {
    return this.account.unfreeze(actor, id, reason, once);
  }
}
