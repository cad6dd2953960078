// `npm start` runs `ocelli run`: three simulated cameras and the local page. With arguments,
// `npm start -- ARGUMENTS` runs the command on them.
const args = process.argv.slice(2);
process.argv.splice(2, args.length, ...(args.length > 0 ? args : ['run']));
// Relative paths mean the folder that npm was started in, not the repository's.
process.chdir(process.env.INIT_CWD ?? process.cwd());
// In this process, so that a signal reaches the command itself and it can come to its end.
await import('../packages/cli/dist/ocelli.js');
