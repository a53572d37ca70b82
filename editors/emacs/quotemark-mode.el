;;; quotemark-mode.el --- Major mode for who said what in articles  -*- lexical-binding: t; -*-

;; Author: The authors of Quotemark
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages, wp, tools
;; URL: https://example.org/quotemark
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Quotemark is a markup for saying, inside the text of an article, who said
;; what and for whom.  This mode colours it, makes an outline of it, and starts
;; its language server with Eglot:
;;
;;     (require 'quotemark-mode)
;;     (add-hook 'quotemark-mode-hook #'eglot-ensure)

;;; Code:

(require 'quotemark-font-lock)
(require 'outline)
(require 'project)
(require 'xref)

(declare-function eglot-find-implementation "eglot")
(declare-function eglot-find-typeDefinition "eglot")
(declare-function eglot-rename "eglot")
(declare-function eglot-code-actions "eglot")
(defvar eglot-server-programs)

(defgroup quotemark nil
  "Who said what in articles."
  :group 'text)

(defcustom quotemark-server-command '("quotemark" "server")
  "The program of the language server, and its arguments."
  :type '(repeat string)
  :risky t)

(defvar quotemark-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "C-c C-q") #'quotemark-list-quotes)
    (define-key map (kbd "C-c C-o") #'quotemark-go-to-organisation)
    (define-key map (kbd "C-c C-r") #'eglot-rename)
    (define-key map (kbd "C-c C-a") #'eglot-code-actions)
    map)
  "Keys of `quotemark-mode'.")

(defvar quotemark-mode-syntax-table
  (let ((table (make-syntax-table text-mode-syntax-table)))
    ;; A comment stands between {% and %}.
    (modify-syntax-entry ?\{ "(}1" table)
    (modify-syntax-entry ?% ". 23" table)
    (modify-syntax-entry ?\} "){4" table)
    (modify-syntax-entry ?\[ "(]" table)
    (modify-syntax-entry ?\] ")[" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?\" "." table)
    ;; An id is one symbol, with the mark in front of it.
    (dolist (character '(?- ?_ ?@ ?& ?#))
      (modify-syntax-entry character "_" table))
    table)
  "Syntax of `quotemark-mode'.")

(defvar quotemark-imenu-generic-expression
  ;; Imenu turns the order round.
  `(("Topics" ,(concat "^#" quotemark-id-regexp ":[ \t]*\\([^ \t\n].*\\)") 1)
    ("Organisations" ,(concat "^&" quotemark-id-regexp ":[ \t]*\\([^ \t\n].*\\)") 1)
    ("People" ,(concat "^@" quotemark-id-regexp ":[ \t]*\\([^ \t\n].*\\)") 1)
    (nil ,(concat "^" quotemark-heading-regexp) 2))
  "What Imenu lists without a server.")

;;;###autoload
(define-derived-mode quotemark-mode text-mode "Quotemark"
  "Major mode for articles that say who said what.

With Eglot (see `eglot-ensure') the language server answers: \\[xref-find-definitions] goes to
a declaration, \\[xref-find-references] lists all that names somebody.

\\{quotemark-mode-map}"
  (quotemark-font-lock-set-up)
  (setq-local comment-start "{% ")
  (setq-local comment-end " %}")
  (setq-local comment-start-skip "{%[ \t]*")
  (setq-local comment-end-skip "[ \t]*%}")
  (setq-local outline-regexp "#\\{1,6\\}[ \t]")
  (setq-local outline-level #'quotemark--outline-level)
  (setq-local imenu-generic-expression quotemark-imenu-generic-expression)
  (setq-local imenu-case-fold-search nil)
  (quotemark--leave-lines-alone)
  (quotemark--decode-line-ends)
  (quotemark--keep-coding)
  (add-hook 'project-find-functions #'quotemark--project nil t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.qm\\'" . quotemark-mode))

;; Articles are UTF-8, with or without a byte order mark, whatever they say of themselves: a
;; cookie or an escape sequence in the text would have Emacs count other columns than the server.
;;;###autoload
(add-to-list 'auto-coding-alist '("\\.qm\\'" . utf-8-auto))

;; Of a text without a mark, `utf-8-auto' tells how lines end by those above the first character
;; that is not ASCII, which may be none.
(defun quotemark--decode-line-ends ()
  "Read CR LF as the end of a line where every line of the file ends so."
  (when (and buffer-file-coding-system
             (eql (coding-system-eol-type buffer-file-coding-system) 0)
             (not (buffer-modified-p))
             (save-excursion
               (goto-char (point-min))
               (search-forward "\r\n" nil t))
             (save-excursion
               (goto-char (point-min))
               (not (re-search-forward "\\(?:\\`\\|[^\r]\\)\n" nil t))))
    (with-silent-modifications
      (let ((buffer-undo-list t))
        (save-excursion
          (goto-char (point-min))
          (while (search-forward "\r\n" nil t)
            (replace-match "\n" t t)))))
    (setq buffer-file-coding-system
          (coding-system-change-eol-conversion buffer-file-coding-system 'dos))))

(defun quotemark--keep-coding ()
  "Have the byte order mark that the file has, if it has one, written again."
  (when (and buffer-file-name buffer-file-coding-system)
    (setq-local auto-coding-alist
                (cons (cons "\\.qm\\'" (coding-system-base buffer-file-coding-system))
                      auto-coding-alist))))

(defun quotemark--outline-level ()
  "Return the level of the heading at point."
  (save-excursion
    (skip-chars-forward "#")))

;;; The article's lines

(defun quotemark--leave-lines-alone ()
  "Show long lines as they are, and change them on request only."
  (visual-line-mode 1)
  (setq-local require-final-newline nil)
  ;; Text modes may have been told to break lines while one types.
  (setq-local auto-fill-inhibit-regexp ".")
  (setq-local paragraph-separate "[ \t\f]*$\\|:::\\|---[ \t]*$")
  (setq-local paragraph-start
              (concat paragraph-separate "\\|" outline-regexp "\\|" quotemark-reference-regexp ":"))
  (setq-local adaptive-fill-mode nil)
  (setq-local fill-paragraph-function #'quotemark--fill-paragraph)
  (add-hook 'fill-nobreak-predicate #'quotemark--no-break-p nil t))

(defun quotemark--fill-paragraph (&optional _justify)
  "Return whether point is where filling would spoil the markup.
`fill-paragraph' then leaves the place alone."
  (save-excursion
    (forward-line 0)
    (or (looking-at "[ \t]\\|:::")
        (looking-at outline-regexp)
        (looking-at (concat quotemark-reference-regexp ":"))
        (quotemark--in-header-p))))

(defun quotemark--in-header-p ()
  "Return whether point is in the header."
  (save-excursion
    (let ((here (line-beginning-position)))
      (goto-char (point-min))
      (and (looking-at quotemark--dashes-regexp)
           (progn
             (forward-line)
             (re-search-forward "^[ \t]*$\\|^---[ \t]*$" nil 'move)
             (<= here (line-beginning-position)))))))

(defconst quotemark--longest-tag 4000
  "How far a tag's beginning is looked for at each place for a break.
In characters.")

(defun quotemark--no-break-p ()
  "Return whether a line break at point would spoil a tag, or make a fence."
  (or (looking-at "[ \t]*:::")
      (save-excursion
        (let ((here (point)))
          (and (search-backward "]{" (max (line-beginning-position) (- here quotemark--longest-tag)) t)
               (not (search-forward "}" here t)))))))

;;; The server

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '(quotemark-mode . quotemark--contact)))

(defun quotemark--contact (&rest _)
  "Return the command of the server, for Eglot, and how lines end in Emacs.
A CR that no LF follows is a character of its line, and one that is put
in is another."
  (append quotemark-server-command
          '(:initializationOptions (:lineEnds (:loneCr "text" :insert "lf")))))

(defun quotemark--project (directory)
  "Return the corpus around DIRECTORY as a project, for language servers only."
  (when (bound-and-true-p eglot-lsp-context)
    (when-let ((root (or (locate-dominating-file directory "quotemark.toml")
                         (locate-dominating-file directory "cast.qm"))))
      (cons 'quotemark root))))

(cl-defmethod project-root ((project (head quotemark)))
  "Return the root folder of the corpus PROJECT."
  (cdr project))

(defun quotemark-list-quotes ()
  "List every quote of the person, organisation or topic at point."
  (interactive)
  (require 'eglot)
  (eglot-find-implementation))

(defun quotemark-go-to-organisation ()
  "Go to the organisation that the person at point spoke for then.
From an organisation, go to what it is part of."
  (interactive)
  (require 'eglot)
  ;; A single place is gone to at once, as with definitions.
  (let ((xref-show-xrefs-function xref-show-definitions-function))
    (eglot-find-typeDefinition)))

(provide 'quotemark-mode)
;;; quotemark-mode.el ends here
