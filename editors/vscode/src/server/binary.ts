/** Which program is the language server. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';

/** A program that answered when it was asked for its version. */
export interface Binary {
  readonly path: string;
  readonly version: string;
  readonly origin: 'setting' | 'extension' | 'path';
}

/** Why there is no server, in a sentence for the user. */
export class NoBinary extends Error {}

const name = process.platform === 'win32' ? 'quotemark.exe' : 'quotemark';

/**
 * The program that the setting names, else the one that came with the extension, else the one on
 * the path. One that is named and does not run is not passed over in silence.
 */
export async function findBinary(context: vscode.ExtensionContext): Promise<Binary> {
  const setting = vscode.workspace.getConfiguration('quotemark').get<string | null>('server.path');
  if (setting) {
    const path = resolved(setting);
    try {
      return { path, version: await versionOf(path), origin: 'setting' };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new NoBinary(
        vscode.l10n.t('The server that the setting quotemark.server.path names does not run: {0} ({1}).', path, why),
      );
    }
  }
  const bundled = context.asAbsolutePath(join('server', name));
  if (await exists(bundled)) {
    try {
      // What unpacks an extension may drop the right to run what is in it.
      await chmod(bundled, 0o755).catch(() => undefined);
      return { path: bundled, version: await versionOf(bundled), origin: 'extension' };
    } catch {
      // A package for another platform: there may still be one on the path.
    }
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && (await exists(path))) {
      try {
        return { path, version: await versionOf(path), origin: 'path' };
      } catch {
        continue;
      }
    }
  }
  throw new NoBinary(
    vscode.l10n.t(
      'There is no Quotemark server. Install the package of this extension for your platform, or build one with "cargo install --path server" and name it in the setting quotemark.server.path.',
    ),
  );
}

function resolved(setting: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const path = setting.replace(/^~(?=[\\/])/, homedir()).replaceAll('${workspaceFolder}', folder);
  return isAbsolute(path) ? path : join(folder, path);
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

async function versionOf(path: string): Promise<string> {
  const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 10_000 });
  const version = /^quotemark (\S+)/.exec(stdout)?.[1];
  if (version === undefined) {
    throw new Error(vscode.l10n.t('it is not Quotemark'));
  }
  return version;
}
