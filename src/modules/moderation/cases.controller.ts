import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import { Access, Caller, Idempotent, IdempotencyScope, NotFound, Once } from '../../platform/http/index.js';
import { Throws, WireId } from '../../platform/http/index.js';
import { CaseQueries } from './case-queries.js';
import { CaseDetailView, CasePage, CaseQuery, CaseView, DecideCaseDto, DecidedCaseView } from './cases.dto.js';
import { caseViewOf, decidedViewOf, decisionOf } from './cases.view.js';
import { ClaimCase } from './claim-case.js';
import { DecideCase } from './decide-case.js';
import { CaseClaimedByOther, ConflictOfInterest, NoOpenCase } from './moderation.errors.js';

@ApiTags('moderation')
@Controller('v1/moderation/cases')
export class CasesController {
  constructor(
    private readonly queries: CaseQueries,
    private readonly claimCase: ClaimCase,
    private readonly decideCase: DecideCase,
  ) {}

  /** List cases, the oldest first. */
  @Get()
  @Access({ roles: ['moderator'] })
  @Audited('moderation_case')
  list(@Caller() actor: UserActor, @Query() query: CaseQuery): Promise<CasePage> {
    return this.queries.list(actor, query);
  }

  /** Claim the most urgent open case for 30 minutes. */
  @Post('claim')
  @HttpCode(200)
  @Access({ roles: ['moderator'] })
  @Idempotent('optional')
  @Throws(NoOpenCase)
  claimNext(@Caller() actor: UserActor, @IdempotencyScope() once: Once): Promise<CaseView> {
    return this.claimCase.run(actor, undefined, once, (found) => caseViewOf(found, actor));
  }

  /** Read a case with what was screened and what was reported. */
  @Get(':caseId')
  @Access({ roles: ['moderator'] })
  @Audited('moderation_case', 'caseId')
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('cas', 'caseId') id: Id<'cas'>): Promise<CaseDetailView> {
    return this.queries.detail(actor, id);
  }

  /** Claim this case for 30 minutes; claiming one's own again makes the lease longer. */
  @Post(':caseId/claim')
  @HttpCode(200)
  @Access({ roles: ['moderator'] })
  @Idempotent('optional')
  @Throws(NotFound, CaseClaimedByOther, IllegalTransition)
  claim(
    @Caller() actor: UserActor,
    @WireId('cas', 'caseId') id: Id<'cas'>,
    @IdempotencyScope() once: Once,
  ): Promise<CaseView> {
    return this.claimCase.run(actor, id, once, (found) => caseViewOf(found, actor));
  }

  /** Decide a case. What restricts a listing writes a statement of reasons for its seller. */
  @Post(':caseId/decision')
  @HttpCode(200)
  @Access({ roles: ['moderator'] })
  @Idempotent('optional')
  @Throws(NotFound, CaseClaimedByOther, ConflictOfInterest, IllegalTransition)
  decide(
    @Caller() actor: UserActor,
    @WireId('cas', 'caseId') id: Id<'cas'>,
    @Body() body: DecideCaseDto,
    @IdempotencyScope() once: Once,
  ): Promise<DecidedCaseView> {
    return this.decideCase.run(actor, id, decisionOf(body), once, (decided) => decidedViewOf(decided, actor));
  }
}
