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
import { DecideBreak } from './decide-break.js';
import {
  AssignBreakDto,
  BreakQuery,
  IgnoreBreakDto,
  ReconciliationItemPage,
  ReconciliationItemView,
  ResolveBreakDto,
} from './reconciliation.dto.js';
import { BreakClosed, ResolutionUnfit, RevenueNotEarned } from './reconciliation.errors.js';
import { ReconciliationQueries } from './reconciliation-queries.js';
import { ResolveBreak } from './resolve-break.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('reconciliation')
@Controller('v1/finance/reconciliation/breaks')
export class ReconciliationBreaksController {
  constructor(
    private readonly queries: ReconciliationQueries,
    private readonly decide: DecideBreak,
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
    return this.decide.assign(actor, id, assigneeId === undefined ? undefined : parseWireId('usr', assigneeId));
  }

  /** Close a break without a journal. */
  @Post(':breakId/ignored')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, BreakClosed)
  ignore(
    @Caller() actor: UserActor,
    @WireId('ril', 'breakId') id: Id<'ril'>,
    @Body() { reason }: IgnoreBreakDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationItemView> {
    return this.decide.ignore(actor, id, reason, once);
  }

  /** Say what a break is, and book it. */
  @Post(':breakId/resolution')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, BreakClosed, ResolutionUnfit, RevenueNotEarned, LedgerConflict, Invalid)
  resolve(
    @Caller() actor: UserActor,
    @WireId('ril', 'breakId') id: Id<'ril'>,
    @Body() body: ResolveBreakDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReconciliationItemView> {
    return this.resolveBreak.run(actor, id, body, once);
  }
}
