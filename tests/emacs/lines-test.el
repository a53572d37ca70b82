;;; lines-test.el --- Tests of marks and line ends with the server  -*- lexical-binding: t; coding: utf-8-unix -*-

;;; Code:

(require 'support)
(require 'eglot)

;;; Byte order marks and the ends of lines

(defconst quotemark-test-line-ends
  '(("marked.qm" . "\ufeff[é Hale]{@ann} came. [‘Yes’]{by @ann}\n[Ann]{@ann}\n")
    ("marked-crlf.qm" . "\ufeff---\r\ndate: 2011\r\n---\r\n\r\n[Ann]{@ann}\r\n")
    ("crlf.qm" . "[Ann]{@ann}\r\n\r\n[😀]{@ann}\r\n")
    ("crlf-letters.qm" . "“é” [Ann]{@ann}\r\n\r\n[é]{@ann}\r\n")
    ("mixed.qm" . "[Ann]{@ann}\r\n[Ann]{@ann}\n[Ann]{@ann}\r\n")
    ("late-lf.qm" . "1\r\n2\r\n3\r\n4\r\n[Ann]{@ann}\n[Ann]{@ann}\r\n")
    ("lone-cr.qm" . "One\n[Ann]{@ann}\r[é]{@ann}\r\r[Ann]{@ann}\n[Ann]{@ann}\r\n")
    ("cr-in-crlf.qm" . "One\r\n[Ann]{@ann}\r[é]{@ann}\r\n[Ann]{@ann}\r\n")
    ("unusual.qm" . "a\u2028b\u2029c\u0085d\ve\ff [Ann]{@ann}\n\ufeff[Ann]{@ann}\n")
    ("cookie.qm" . "{% -*- coding: latin-1 -*- %} é [Ann]{@ann}\n")
    ("marked-cookie.qm" . "\ufeff{% -*- coding: utf-8 -*- %} é [Ann]{@ann}\n")
    ("tail.qm" . "é [Ann]{@ann}\n\nLocal Variables:\ncoding: latin-1\nEnd:\n")
    ("escape.qm" . "\e$B$\"\e(B [Ann]{@ann}\n")
    ("nul.qm" . "\0é [Ann]{@ann}\n")
    ("no-end.qm" . "[Ann]{@ann}\r\n[Ann]{@ann}")
    ("cast.qm" . "\ufeff@ann: Ann Hale\r\n    also: Hale\r\n\r\n@bob: Bob\r\n    also: Robert\r\n")
    ("here.qm" . "[Ann]{@ann} left.\n"))
  "Files by what is particular about them.")

(defun quotemark-test-write-file (name text)
  "Write TEXT into the file NAME, in UTF-8 and with its own line ends."
  (let ((coding-system-for-write 'utf-8-unix))
    (write-region text nil name nil 'silent)))

(defun quotemark-test-read-file (name)
  "Return the text of the file NAME with its mark and its line ends."
  (let ((coding-system-for-read 'utf-8-unix))
    (with-temp-buffer
      (insert-file-contents name)
      (buffer-string))))

(defmacro quotemark-test-in-files (files &rest body)
  "Run BODY in the article here.qm of a corpus of FILES, with a server."
  (declare (indent 1))
  `(let* ((folder (file-name-as-directory (file-truename (make-temp-file "quotemark" t))))
          (quotemark-server-command (list (getenv "QUOTEMARK") "server"))
          (quotemark-mode-hook (list #'eglot-ensure))
          (eglot-sync-connect 20)
          (eglot-confirm-server-initiated-edits nil)
          (make-backup-files nil)
          (server nil))
     (dolist (file ,files)
       (quotemark-test-write-file (expand-file-name (car file) folder) (cdr file)))
     (unwind-protect
         (with-current-buffer (find-file-noselect (expand-file-name "here.qm" folder))
           (run-hooks 'post-command-hook)
           (setq server (quotemark-test-wait "the server" #'eglot-current-server))
           (quotemark-test-wait "Eglot's mode" (lambda () (bound-and-true-p eglot--managed-mode)))
           (quotemark-test-wait
            "the corpus to be read"
            (lambda ()
              (cl-plusp (length (jsonrpc-request server :workspace/symbol '(:query "Hale"))))))
           (set-window-buffer (selected-window) (current-buffer))
           (cl-letf (((symbol-function 'y-or-n-p) #'always))
             ,@body))
       (when server
         (eglot-shutdown server nil 20))
       (dolist (buffer (buffer-list))
         (when (string-prefix-p folder (or (buffer-file-name buffer) ""))
           (with-current-buffer buffer
             (set-buffer-modified-p nil))
           (kill-buffer buffer)))
       (delete-directory folder t))))

(defun quotemark-test-save-all ()
  "Save every article that has changed."
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (and buffer-file-name (buffer-modified-p))
        (let ((inhibit-message t))
          (save-buffer))))))

(defun quotemark-test-renamed (text)
  "Return TEXT with another id for @ann."
  (replace-regexp-in-string "@ann\\_>" "@annabel" text t t))

(ert-deftest quotemark-test-rename-hits-the-same-id-whatever-files-begin-and-end-with ()
  (quotemark-test-in-files quotemark-test-line-ends
    (quotemark-test-go-inside "@ann")
    (eglot-rename "@annabel")
    (quotemark-test-save-all)
    (dolist (file quotemark-test-line-ends)
      (let ((name (expand-file-name (car file) folder)))
        (should (equal (cons (car file) (quotemark-test-read-file name))
                       (cons (car file) (quotemark-test-renamed (cdr file)))))))))

(ert-deftest quotemark-test-what-is-typed-below-a-lone-cr-arrives-there ()
  (quotemark-test-in-files quotemark-test-line-ends
    (with-current-buffer (find-file-noselect (expand-file-name "lone-cr.qm" folder))
      (run-hooks 'post-command-hook)
      (quotemark-test-wait "Eglot's mode" (lambda () (bound-and-true-p eglot--managed-mode)))
      (goto-char (point-min))
      (search-forward "[é]")
      (goto-char (match-beginning 0))
      (insert "new [Ann]{@ann} ")
      (eglot--signal-textDocument/didChange)
      (goto-char (point-max))
      (forward-line -1)
      (end-of-line)
      (insert "x\n[Ann]{@ann}")
      (eglot--signal-textDocument/didChange)
      (goto-char (point-min))
      (search-forward "[Ann]")
      (replace-match "[\nAnn]" t t)
      (eglot--signal-textDocument/didChange)
      (let ((text (buffer-string)))
        (quotemark-test-go-inside "@ann")
        (eglot-rename "@annabel")
        (should (equal (buffer-substring-no-properties (point-min) (point-max))
                       (quotemark-test-renamed (substring-no-properties text))))))))

(ert-deftest quotemark-test-lines-that-are-put-into-a-file-with-crlf-end-like-the-others ()
  (quotemark-test-in-files quotemark-test-line-ends
    (eglot-execute-command server "quotemark.merge" ["@bob" "@ann"])
    (quotemark-test-wait
     "the merge"
     (lambda ()
       ;; What comes in one piece with an answer is read with the next one in Emacs 28.
       (jsonrpc-request server :workspace/symbol '(:query "Hale"))
       (let ((cast (find-buffer-visiting (expand-file-name "cast.qm" folder))))
         (and cast (buffer-modified-p cast)))))
    (quotemark-test-save-all)
    (let ((cast (quotemark-test-read-file (expand-file-name "cast.qm" folder))))
      (should (string-prefix-p "\ufeff@ann: Ann Hale\r\n" cast))
      (should (string-match-p "Robert" cast))
      (should-not (string-match-p "@bob" cast))
      (should-not (string-match-p "[\r\n]" (replace-regexp-in-string "\r\n" "" cast t t))))))

(ert-deftest quotemark-test-the-file-of-an-old-mac-is-not-changed-and-named ()
  (quotemark-test-in-files (cons '("mac.qm" . "One\r[Ann]{@ann}\r[Ann]{@ann}\r")
                                 quotemark-test-line-ends)
    (quotemark-test-go-inside "@ann")
    (let ((refused (should-error (eglot-rename "@annabel"))))
      (should (string-match-p "mac\\.qm ends with a carriage return" (format "%S" refused))))
    (quotemark-test-save-all)
    (dolist (file quotemark-test-line-ends)
      (should (equal (quotemark-test-read-file (expand-file-name (car file) folder))
                     (cdr file))))))

(provide 'lines-test)
;;; lines-test.el ends here

(ert-deftest quotemark-test-crlf-shows-no-carriage-returns ()
  (let ((name (make-temp-file "quotemark" nil ".qm"))
        (make-backup-files nil))
    (unwind-protect
        (pcase-dolist (`(,text ,shown ,kind)
                       '(("“é”\r\n\r\nend\r\n" "“é”\n\nend\n" 1)
                         ("\ufeff“é”\r\nend\r\n" "“é”\nend\n" 1)
                         ("“é”\r\nb\rc\r\n" "“é”\nb\rc\n" 1)
                         ("“é”\r\nend\n" "“é”\r\nend\n" 0)
                         ("“é”\n\r\nend\n" "“é”\n\r\nend\n" 0)))
          (quotemark-test-write-file name text)
          (with-current-buffer (find-file-noselect name)
            (unwind-protect
                (progn
                  (should (equal (substring-no-properties (buffer-string)) shown))
                  (should (equal (coding-system-eol-type buffer-file-coding-system) kind))
                  (should-not (buffer-modified-p))
                  (should-not (consp buffer-undo-list))
                  (set-buffer-modified-p t)
                  (let ((inhibit-message t))
                    (save-buffer))
                  (should (equal (quotemark-test-read-file name) text)))
              (set-buffer-modified-p nil)
              (kill-buffer))))
      (delete-file name))))
