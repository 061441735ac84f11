import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  Invalid,
  NotFound,
  Once,
  parseWireId,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { LedgerConflict } from '../ledger/index.js';
import { AssignBreak } from './assign-break.js';
import {
  AssignBreakDto,
  BreakQuery,
  ConfirmResolutionDto,
  IgnoreBreakDto,
  ReconciliationItemPage,
  ReconciliationItemView,
  ResolveBreakDto,
} from './breaks.dto.js';
import {
  BreakClosed,
  NothingProposed,
  ResolutionByYou,
  ResolutionChanged,
  ResolutionProposed,
  ResolutionUnfit,
  RevenueNotEarned,
} from './reconciliation.errors.js';
import { ReconciliationQueries } from './reconciliation-queries.js';
import { ResolveBreak } from './resolve-break.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('reconciliation')
@Controller('v1/finance/reconciliation/breaks')
export class ReconciliationBreaksController {
  constructor(
    private readonly queries: ReconciliationQueries,
    private readonly assignBreak: AssignBreak,
    private readonly resolveBreak: ResolveBreak,
  ) {}

  /** List breaks, the oldest first: lines without an entry, entries without a line, amounts that differ. */
  @Get()
  @Access(FINANCE)
  @Audited('bank_line')
  list(@Query() query: BreakQuery): Promise<ReconciliationItemPage> {
    return this.queries.breaks(query);
  }

  /** Read a line or an entry, whatever became of it. */
  @Get(':breakId')
  @Access(FINANCE)
  @Audited('bank_line', 'breakId')
  @Throws(NotFound)
  get(@WireId('ril', 'breakId') id: Id<'ril'>): Promise<ReconciliationItemView> {
    return this.queries.item(id);
  }

  /** Say who looks after a break. */
  @Post(':breakId/assignment')
  @HttpCode(200)
  @Access(FINANCE)
  @Throws(NotFound, BreakClosed)
  assign(
    @Caller() actor: UserActor,
    @WireId('ril', 'breakId') id: Id<'ril'>,
    @Body() { assigneeId }: AssignBreakDto,
  ): Promise<ReconciliationItemView> {
    return this.assignBreak.run(actor, id, assigneeId === undefined ? undefined : parseWireId('usr', assigneeId));
  }

  /** Close a break without a journal. One of much money is proposed instead, and another person confirms it. */
  @Post(':breakId/ignored')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, BreakClosed, ResolutionProposed, ResolutionChanged)
  ignore(
    @Caller() actor: UserActor,
    @WireId('ril', 'breakId') id: Id<'ril'>,
    @Body() { reason }: IgnoreBreakDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationItemView> {
    return this.resolveBreak.run(actor, id, { resolution: 'ignored', reason }, once);
  }

  /**
   * Say what a break is, and book it. One of more than the threshold of its currency is not booked but proposed: the
   * answer has the `proposal`, and another person confirms it.
   */
  @Post(':breakId/resolution')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(
    NotFound,
    BreakClosed,
    ResolutionProposed,
    ResolutionChanged,
    ResolutionUnfit,
    RevenueNotEarned,
    LedgerConflict,
    Invalid,
  )
  resolve(
    @Caller() actor: UserActor,
    @WireId('ril', 'breakId') id: Id<'ril'>,
    @Body() body: ResolveBreakDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationItemView> {
    return this.resolveBreak.run(actor, id, body, once);
  }

  /** Confirm what another person has proposed for a break; it is booked. The hash names what was looked at. */
  @Post(':breakId/confirmation')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(
    NotFound,
    BreakClosed,
    NothingProposed,
    ResolutionByYou,
    ResolutionChanged,
    ResolutionUnfit,
    RevenueNotEarned,
    LedgerConflict,
  )
  confirm(
    @Caller() actor: UserActor,
    @WireId('ril', 'breakId') id: Id<'ril'>,
    @Body() { payloadHash }: ConfirmResolutionDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationItemView> {
    return this.resolveBreak.confirm(actor, id, payloadHash, once);
  }

  /** Decline what is proposed for a break, or take back what you have proposed. The break stays open. */
  @Post(':breakId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, NothingProposed)
  decline(
    @Caller() actor: UserActor,
    @WireId('ril', 'breakId') id: Id<'ril'>,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationItemView> {
    return this.resolveBreak.decline(actor, id, once);
  }
}
