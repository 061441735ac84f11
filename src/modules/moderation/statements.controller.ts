import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { Access, Caller, NotFound, Throws, WireId } from '../../platform/http/index.js';
import { StatementQueries } from './statement-queries.js';
import { StatementView } from './statements.dto.js';

@ApiTags('moderation')
@Controller('v1/statements')
export class StatementsController {
  constructor(private readonly queries: StatementQueries) {}

  /** Read why something of yours was restricted. */
  @Get(':statementId')
  @Access({ roles: ['seller', 'moderator'], scope: 'listings:read' })
  @Audited('statement', 'statementId')
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('sta', 'statementId') id: Id<'sta'>): Promise<StatementView> {
    return this.queries.get(actor, id);
  }
}
