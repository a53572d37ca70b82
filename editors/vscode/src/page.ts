/** The frame of a page of the extension's own, such as the preview and the report. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * The frame of the page of that name: its script and its style sheet from `dist`, and an empty style
 * sheet `style-of-page` for what the page is sent; nothing else may load or run.
 */
export function page(webview: vscode.Webview, dist: vscode.Uri, name: 'preview' | 'report'): string {
  const nonce = randomBytes(18).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, `${name}.js`)).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(dist, `${name}.css`)).toString();
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <style nonce="${nonce}" id="style-of-page"></style>
  <link nonce="${nonce}" rel="stylesheet" href="${style}">
  <title>Quotemark</title>
</head>
<body>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
