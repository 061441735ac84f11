import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import { Access, Caller } from '../../platform/http/index.js';
import { StoreCreditView } from './store-credit.dto.js';
import { StoreCreditQueries } from './store-credit-queries.js';

@ApiTags('payments')
@Controller('v1/me/store-credit')
export class StoreCreditController {
  constructor(private readonly queries: StoreCreditQueries) {}

  /** Read your store credit, by currency. Orders use it with `useStoreCredit`. */
  @Get()
  @Access({ roles: ['buyer'], scope: 'orders:read' })
  get(@Caller() actor: UserActor): Promise<StoreCreditView> {
    return this.queries.of(actor);
  }
}
