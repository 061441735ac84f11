import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Audited } from '../../platform/audit/index.js';
import { Access, PageQuery } from '../../platform/http/index.js';
import { HoldAlarmPage } from './earnings.dto.js';
import { HoldAlarms } from './hold-alarms.js';

@ApiTags('finance')
@Controller('v1/finance/hold-alarms')
export class HoldAlarmsController {
  constructor(private readonly alarms: HoldAlarms) {}

  /** List money held for 80 % of what the law allows, or longer. The longest held first. */
  @Get()
  @Access({ roles: ['finance', 'risk'] })
  @Audited('seller_order', undefined, 'sellerOrderId')
  list(@Query() query: PageQuery): Promise<HoldAlarmPage> {
    return this.alarms.list(query);
  }
}
