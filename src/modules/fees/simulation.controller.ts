import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, Invalid, Throws } from '../../platform/http/index.js';
import { SimulateFees } from './simulate-fees.js';
import { SimulationDto, SimulationView } from './simulation.dto.js';

@ApiTags('fees')
@Controller('v1/finance/fees')
export class FeeSimulationController {
  constructor(private readonly simulate: SimulateFees) {}

  /** Charge lines that nobody has bought: what each would be charged, by which rule, and why not by the others. */
  @Post('simulation')
  @HttpCode(200)
  @Access({ roles: ['finance'] })
  @Throws(Invalid)
  run(@Body() body: SimulationDto): Promise<SimulationView> {
    return this.simulate.run(body);
  }
}
