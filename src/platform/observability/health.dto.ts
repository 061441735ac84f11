import { ApiProperty } from '@nestjs/swagger';

export class HealthView {
  @ApiProperty({ enum: ['ok', 'unavailable'], enumName: 'HealthStatus' })
  status!: 'ok' | 'unavailable';
}

export class ReadyCheckView {
  @ApiProperty({ type: String, maxLength: 60, example: 'database' })
  name!: string;

  @ApiProperty({ type: Boolean })
  isReady!: boolean;
}

export class ReadinessView extends HealthView {
  @ApiProperty({ type: [ReadyCheckView], maxItems: 20 })
  checks!: ReadyCheckView[];
}
