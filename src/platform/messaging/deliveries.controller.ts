import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Access, Idempotent, IdempotencyScope, NotFound, type Once, Throws } from '../http/index.js';
import { DeliveryPage, DeliveryQuery } from './deliveries.dto.js';
import { DeliveryLog } from './delivery-log.js';

@ApiTags('operations')
@Controller('v1/admin/deliveries')
export class DeliveriesController {
  constructor(private readonly log: DeliveryLog) {}

  /** List deliveries that are not done, oldest first. */
  @Get()
  @Access({ roles: ['admin'] })
  list(@Query() query: DeliveryQuery): Promise<DeliveryPage> {
    return this.log.page(query);
  }

  /** Hand a dead delivery to its consumer again, with all its attempts. */
  @Post(':deliveryId/redelivery')
  @HttpCode(202)
  @Access({ roles: ['admin'] })
  @Idempotent('optional')
  @ApiParam({ name: 'deliveryId', schema: { type: 'string', pattern: '^[0-9]{1,15}$', maxLength: 15 } })
  @Throws(NotFound)
  redeliver(@Param('deliveryId') id: string, @IdempotencyScope() once: Once): Promise<void> {
    return this.log.redeliver(id, once);
  }
}
