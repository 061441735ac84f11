import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  Invalid,
  NotFound,
  Once,
  OwnMatter,
  PageQuery,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { DebtQueries } from './debt-queries.js';
import {
  DebtPage,
  DebtReceiptDto,
  DebtReceiptView,
  ProposeWriteOffDto,
  WriteOffPage,
  WriteOffQuery,
  WriteOffView,
} from './debts.dto.js';
import {
  DebtBeingCollected,
  DebtSmaller,
  DebtTooYoung,
  ReceiptKnown,
  SecondPersonNeeded,
  WriteOffProposed,
} from './debts.errors.js';
import { DecideWriteOff } from './decide-write-off.js';
import { ProposeWriteOff } from './propose-write-off.js';
import { RecordReceipt } from './record-receipt.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('debts')
@Controller('v1/finance')
export class FinanceDebtsController {
  constructor(
    private readonly queries: DebtQueries,
    private readonly recordReceipt: RecordReceipt,
    private readonly proposeWriteOff: ProposeWriteOff,
    private readonly decide: DecideWriteOff,
  ) {}

  /** List what sellers owe, by age. The oldest debt of a seller is paid first. */
  @Get('debts')
  @Access(FINANCE)
  @Audited('seller', undefined, 'sellerId')
  list(@Query() query: PageQuery): Promise<DebtPage> {
    return this.queries.debts(query);
  }

  /** Record that a seller's bank was debited. Each reference of the bank once, and never more than is owed. */
  @Post('sellers/:sellerId/debt-receipts')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, Invalid, DebtSmaller, ReceiptKnown)
  receive(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: DebtReceiptDto,
    @IdempotencyScope() once: Once,
  ): Promise<DebtReceiptView> {
    return this.recordReceipt.run(actor, sellerId, body, once);
  }

  /** Propose to give a debt up. It is as old as the terms of debts ask for; another person of finance decides. Nothing is booked. */
  @Post('sellers/:sellerId/write-offs')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, OwnMatter, DebtSmaller, DebtBeingCollected, DebtTooYoung, WriteOffProposed)
  propose(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: ProposeWriteOffDto,
    @IdempotencyScope() once: Once,
  ): Promise<WriteOffView> {
    return this.proposeWriteOff.run(actor, sellerId, body, once);
  }

  /** List write-offs, newest first. */
  @Get('write-offs')
  @Access(FINANCE)
  @Audited('seller', undefined, 'sellerId')
  writeOffs(@Query() query: WriteOffQuery): Promise<WriteOffPage> {
    return this.queries.proposals(query);
  }

  /** Approve a write-off that another person proposed. */
  @Post('write-offs/:writeOffId/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, SecondPersonNeeded, OwnMatter, DebtSmaller, DebtBeingCollected, DebtTooYoung)
  approve(
    @Caller() actor: UserActor,
    @WireId('wof', 'writeOffId') id: Id<'wof'>,
    @IdempotencyScope() once: Once,
  ): Promise<WriteOffView> {
    return this.decide.run(actor, id, 'approve', once);
  }

  /** Decline a write-off that another person proposed; the debt stays. */
  @Post('write-offs/:writeOffId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, SecondPersonNeeded, OwnMatter)
  refuse(
    @Caller() actor: UserActor,
    @WireId('wof', 'writeOffId') id: Id<'wof'>,
    @IdempotencyScope() once: Once,
  ): Promise<WriteOffView> {
    return this.decide.run(actor, id, 'decline', once);
  }
}
