import { describeStore } from '../contract.ts';
import { describeProductions } from '../productions/contract.ts';
import { createStage } from './stage.ts';

describeStore('files', createStage);
describeProductions('files', createStage);
