import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ActionView, IsInstant, IsWireId } from '../../platform/http/index.js';
import { CARRIER_STATUSES, shipmentLifecycle, type CarrierStatus } from './shipment.lifecycle.js';

const TRACKING = /^[A-Za-z0-9][A-Za-z0-9 ._/-]*$/;
const LARGEST_PARCEL = 100;

export class ParcelLineDto {
  @IsWireId('lin')
  lineId!: string;

  @IsInt()
  @Min(1)
  @Max(9_999)
  quantity!: number;
}

export class ShipDto {
  /** The carrier's code. */
  @ApiProperty({ type: String, pattern: '^[a-z0-9_-]{2,40}$', minLength: 2, maxLength: 40, example: 'sandbox-post' })
  @Matches(/^[a-z0-9_-]{2,40}$/)
  carrier!: string;

  @ApiProperty({ type: String, pattern: TRACKING.source, minLength: 4, maxLength: 64, example: 'SP123456789BR' })
  @IsString()
  @Length(4, 64)
  @Matches(TRACKING)
  trackingNumber!: string;

  /** What is in the parcel; without it, everything that is still to be shipped. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LARGEST_PARCEL)
  @ArrayUnique((line: ParcelLineDto) => line.lineId)
  @ValidateNested({ each: true })
  @Type(() => ParcelLineDto)
  lines?: ParcelLineDto[];

  /** The latest that the carrier says it arrives; at most 180 days ahead. */
  @IsOptional()
  @IsInstant()
  estimatedDeliveryAt?: string;
}

export class CarrierEventDto {
  @ApiProperty({ type: String, pattern: '^[a-z0-9_-]{2,40}$', minLength: 2, maxLength: 40, example: 'sandbox-post' })
  @Matches(/^[a-z0-9_-]{2,40}$/)
  carrier!: string;

  /** The carrier's own name for the event; the second one of the same name changes nothing. */
  @IsString()
  @Length(1, 100)
  eventId!: string;

  @ApiProperty({ type: String, pattern: TRACKING.source, minLength: 4, maxLength: 64, example: 'SP123456789BR' })
  @IsString()
  @Length(4, 64)
  @Matches(TRACKING)
  trackingNumber!: string;

  @ApiProperty({ enum: CARRIER_STATUSES, enumName: 'CarrierStatus' })
  @IsIn(CARRIER_STATUSES)
  status!: CarrierStatus;

  /** When it happened; now, when absent. */
  @IsOptional()
  @IsInstant()
  occurredAt?: string;
}

export class ParcelLineView {
  lineId!: string;
  quantity!: number;
}

export class ShipmentView {
  @ApiProperty({ type: String, example: 'shp_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  sellerOrderId!: string;
  carrier!: string;
  trackingNumber!: string;
  @ApiProperty({ enum: [...shipmentLifecycle.states], enumName: 'ShipmentState' })
  state!: string;
  lines!: ParcelLineView[];
  handedOverAt!: string;
  deliveredAt?: string;
  /** What the caller may do with the parcel now; the carrier does the rest. */
  allowedActions!: ActionView[];
}

export class ShipmentList {
  data!: ShipmentView[];
}

export class SellerOrderDeliveryView {
  sellerOrderId!: string;
  deliveredAt!: string;
}

export class CarrierEventView {
  /** `kept`: no parcel has that number yet; the event is applied once there is one. */
  @ApiProperty({ enum: ['applied', 'duplicate', 'outdated', 'kept'], enumName: 'CarrierEventOutcome' })
  outcome!: string;
}
