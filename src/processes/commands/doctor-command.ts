import { readEnvironment } from '../environment.ts';
import { type Command, say } from './command.ts';

export const doctor: Command = {
  usage: 'doctor',
  about: 'Checks the settings and the servers, and reports problems.',
  async run() {
    const { runDoctor } = await import('../doctor/doctor.ts');
    return runDoctor(readEnvironment, say);
  },
};
