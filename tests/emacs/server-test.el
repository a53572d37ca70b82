;;; server-test.el --- Tests of the mode with its server  -*- lexical-binding: t; -*-

;;; Code:

(require 'support)
(require 'eglot)
(require 'flymake)
(require 'xref)

(defmacro quotemark-test-in-article (name &rest body)
  "Run BODY in the article NAME of a copy of the example corpus, with a server."
  (declare (indent 1))
  `(let* ((folder (file-name-as-directory (make-temp-file "quotemark" t)))
          (quotemark-server-command (list (getenv "QUOTEMARK") "server"))
          (quotemark-mode-hook (list #'eglot-ensure))
          (eglot-sync-connect 20)
          (eglot-confirm-server-initiated-edits nil)
          (server nil))
     (copy-directory (quotemark-test-file "examples/commissioning") folder t t t)
     (unwind-protect
         (with-current-buffer (find-file-noselect (expand-file-name ,name folder))
           ;; Eglot connects after the command that opened the file.
           (run-hooks 'post-command-hook)
           (setq server (quotemark-test-wait "the server" #'eglot-current-server))
           (quotemark-test-wait "Eglot's mode" (lambda () (bound-and-true-p eglot--managed-mode)))
           (quotemark-test-wait
            "the corpus to be read"
            (lambda ()
              (cl-plusp (length (jsonrpc-request server :workspace/symbol '(:query "Buckman"))))))
           (set-window-buffer (selected-window) (current-buffer))
           ,@body)
       (when server
         (eglot-shutdown server nil 20))
       (dolist (buffer (buffer-list))
         (when (string-prefix-p folder (or (buffer-file-name buffer) ""))
           (with-current-buffer buffer
             (set-buffer-modified-p nil))
           (kill-buffer buffer)))
       (delete-directory folder t))))

(defun quotemark-test-documentation ()
  "Return what ElDoc shows for point."
  (let ((shown nil))
    (quotemark-test-wait
     "the hover"
     (lambda ()
       (unless shown
         (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text))))
       (accept-process-output nil 0.1)
       shown))
    (substring-no-properties shown)))

(defun quotemark-test-place ()
  "Return the file and line of point in the selected window."
  (with-current-buffer (window-buffer)
    (format "%s:%d" (file-name-nondirectory buffer-file-name) (line-number-at-pos))))

(defun quotemark-test-listed (command)
  "Return the lines that COMMAND lists in a buffer of Xref."
  (let ((buffer nil))
    (let ((xref-show-xrefs-function
           (lambda (fetcher alist)
             (setq buffer (xref--show-xref-buffer fetcher alist))))
          (xref-prompt-for-identifier nil))
      (call-interactively command))
    (with-current-buffer buffer
      (split-string (buffer-substring-no-properties (point-min) (point-max)) "\n" t))))

(defun quotemark-test-diagnostics ()
  "Let the server know of changes, and return what Flymake shows."
  (eglot--signal-textDocument/didChange)
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(ert-deftest quotemark-test-the-server-attaches-with-the-corpus-as-its-root ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (should (equal (file-truename (project-root (eglot--project server)))
                   (file-truename folder)))
    (should (equal (plist-get (eglot--TextDocumentItem) :languageId) "quotemark"))
    ;; Commands that have nothing to do with the server keep their own project.
    (should-not (eq (car-safe (project-current)) 'quotemark))
    (with-current-buffer (find-file-noselect (expand-file-name "cast.qm" folder))
      (run-hooks 'post-command-hook)
      (should (eq (eglot-current-server) server)))))

(ert-deftest quotemark-test-hover-shows-the-role-on-the-date-of-the-article ()
  (quotemark-test-in-article "2012-06-29-core-work-should-stay.qm"
    (quotemark-test-go-inside "Nagpaul")
    (let ((shown (quotemark-test-documentation)))
      (should (string-match-p "Chaand Nagpaul" shown))
      (should (string-match-p "negotiator for" shown))))
  (quotemark-test-in-article "2013-07-new-chair-for-gps-committee.qm"
    (quotemark-test-go-inside "Nagpaul")
    (should (string-match-p "chair of" (quotemark-test-documentation)))))

(ert-deftest quotemark-test-definition ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (quotemark-test-go-inside "@laurence-buckman")
    (call-interactively #'xref-find-definitions)
    (should (string-prefix-p "cast.qm:" (quotemark-test-place)))
    (with-current-buffer (window-buffer)
      (should (looking-at "@laurence-buckman")))))

(ert-deftest quotemark-test-definition-of-a-name-without-a-tag ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (quotemark-test-go-inside "Dr Buckman would")
    (call-interactively #'xref-find-definitions)
    (with-current-buffer (window-buffer)
      (should (looking-at "@laurence-buckman")))))

(ert-deftest quotemark-test-references ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (quotemark-test-go-inside "#outsourcing")
    (let ((lines (quotemark-test-listed #'xref-find-references)))
      (should (cl-some (lambda (line) (string-match-p "2011-11-24" line)) lines))
      (should (cl-some (lambda (line) (string-match-p "cast\\.qm" line)) lines)))))

(ert-deftest quotemark-test-every-quote-of-a-speaker ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (quotemark-test-go-inside "Dr Laurence Buckman")
    (let ((listed (cl-count-if (lambda (line) (string-match-p "\\`[ ]*[0-9]+:" line))
                               (quotemark-test-listed #'quotemark-list-quotes)))
          (counted (with-temp-buffer
                     (setq default-directory folder)
                     (call-process (getenv "QUOTEMARK") nil '(t nil) nil
                                   "quotes" "--by" "@laurence-buckman" "--format" "json")
                     (goto-char (point-min))
                     (length (json-parse-buffer)))))
      (should (> listed 4))
      (should (= listed counted)))))

(ert-deftest quotemark-test-organisation-of-the-role ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (quotemark-test-go-inside "Dr Laurence Buckman")
    (call-interactively #'quotemark-go-to-organisation)
    (with-current-buffer (window-buffer)
      (should (looking-at "&gpc")))))

(ert-deftest quotemark-test-a-mistake-shows-and-goes ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (flymake-start)
    (quotemark-test-go-to "@laurence-buckman}")
    (search-forward "buckman")
    (delete-char -1)
    (quotemark-test-wait
     "the diagnostic"
     (lambda ()
       (cl-some (lambda (text) (string-match-p "laurence-buckma" text)) (quotemark-test-diagnostics))))
    (insert "n")
    (quotemark-test-wait "its end" (lambda () (null (quotemark-test-diagnostics))))))

(ert-deftest quotemark-test-a-quick-fix-fixes-a-mistake ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (flymake-start)
    (quotemark-test-go-to "@laurence-buckman}")
    (search-forward "buckman")
    (delete-char -1)
    (quotemark-test-wait "the diagnostic" #'quotemark-test-diagnostics)
    (backward-char 3)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt actions &rest _)
                 (cl-find-if (lambda (title) (string-match-p "@laurence-buckman" title))
                             (mapcar #'car actions))))
              ;; As if from the keyboard: Eglot shows a menu to a mouse.
              (last-nonmenu-event ?a))
      (call-interactively #'eglot-code-actions))
    (goto-char (point-min))
    (should-not (search-forward "@laurence-buckma}" nil t))
    (should (search-forward "said\n[the guidance" nil t))))

(ert-deftest quotemark-test-completion-of-an-id ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (goto-char (point-max))
    (insert "\n[Words]{by @laur")
    ;; The other thing on offer is to declare somebody new of that name.
    (completion-at-point)
    (save-window-excursion
      (pop-to-buffer "*Completions*")
      (should (quotemark-test-choose "@laurence-buckman")))
    (should (string-suffix-p "[Words]{by @laurence-buckman" (buffer-string)))))

(defun quotemark-test-choose (completion)
  "Choose COMPLETION in the list of completions, if it is there."
  (goto-char (point-min))
  (when (search-forward completion nil t)
    (goto-char (match-beginning 0))
    (choose-completion)
    t))

(ert-deftest quotemark-test-completion-is-silent-in-prose ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (goto-char (point-max))
    (insert "\nsome word")
    (let ((before (buffer-string)))
      (completion-at-point)
      (should (equal (buffer-string) before)))))

(ert-deftest quotemark-test-rename ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (quotemark-test-go-inside "@laurence-buckman")
    ;; Eglot asks before it changes files that no buffer shows.
    (cl-letf (((symbol-function 'y-or-n-p) #'always))
      (eglot-rename "@larry-buckman"))
    (goto-char (point-min))
    (should (search-forward "@larry-buckman" nil t))
    (should-not (search-forward "@laurence-buckman" nil t))
    (with-current-buffer (find-file-noselect (expand-file-name "cast.qm" folder))
      (goto-char (point-min))
      (should (search-forward "@larry-buckman: Laurence Buckman" nil t)))))

(ert-deftest quotemark-test-imenu-comes-from-the-server ()
  (quotemark-test-in-article "2011-11-24-bma-seeks-talks.qm"
    (should (string-match-p "Laurence Buckman\\|meeting"
                            (format "%S" (funcall imenu-create-index-function))))))

(provide 'server-test)
;;; server-test.el ends here
