import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/http/index.js';
import { CarrierEventDto, CarrierEventView } from './fulfilment.dto.js';
import { RecordCarrierEvent } from './record-carrier-event.js';

@ApiTags('sandbox')
@Controller('v1/sandbox/carrier-events')
export class CarrierEventsController {
  constructor(private readonly record: RecordCarrierEvent) {}

  /** Speak as a carrier: say where a parcel is. Only in a sandbox. */
  @Post()
  @HttpCode(200)
  @Access({ roles: ['anyone'] })
  async receive(@Body() { occurredAt, ...event }: CarrierEventDto): Promise<CarrierEventView> {
    return { outcome: await this.record.run({ ...event, occurredAt: instantOf(occurredAt) }) };
  }
}

const instantOf = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));
