;;; mode-test.el --- Tests of the mode without a server  -*- lexical-binding: t; -*-

;;; Code:

(require 'support)
(require 'imenu)

;;; Colours

(defconst quotemark-test-colours
  '(("comment" . quotemark-comment)
    ("constant" . quotemark-person)
    ("error" . quotemark-broken)
    ("keyword" . quotemark-keyword)
    ("label" . quotemark-topic)
    ("markup.heading" . quotemark-heading)
    ("markup.heading.marker" . quotemark-marker)
    ("markup.link.label" . quotemark-mention)
    ("markup.quote" . quotemark-quote)
    ("markup.strong" . quotemark-name)
    ("none" . nil)
    ("property" . quotemark-key)
    ("punctuation.bracket" . quotemark-bracket)
    ("punctuation.delimiter" . quotemark-delimiter)
    ("punctuation.special" . quotemark-marker)
    ("string" . quotemark-value)
    ("string.escape" . quotemark-escape)
    ("string.special" . quotemark-date)
    ("string.special.url" . quotemark-link)
    ("type" . quotemark-organisation))
  "The faces for the colours that the tests of the grammar name.")

(defun quotemark-test-read-markers (file)
  "Return the document in FILE and its markers.
Each marker is the line of its own, the line that it speaks of, a column and a
colour.  The tests of the grammar say how they are written."
  (let ((lines nil) (markers nil) (place 0))
    (with-temp-buffer
      (insert-file-contents file)
      (while (not (eobp))
        (let ((line (buffer-substring (point) (line-end-position))))
          (cl-incf place)
          (if (not (string-match "\\`[ ]*{% *\\(?:\\(<-\\)\\|[\\^ ]*\\^\\) *\\([a-z.]+\\) %}\\'" line))
              (push line lines)
            (let ((colour (match-string 2 line)))
              (if (match-string 1 line)
                  (push (list place (length lines) (string-match "[^ ]" line) colour) markers)
                (dotimes (column (length line))
                  (when (eq (aref line column) ?^)
                    (push (list place (length lines) column colour) markers)))))))
        (forward-line)))
    (cons (mapconcat #'identity (nreverse lines) "\n") (nreverse markers))))

(defvar jit-lock-start)
(defvar jit-lock-end)

(defun quotemark-test-face ()
  "Return the innermost face at point."
  (car (ensure-list (get-text-property (point) 'face))))

(ert-deftest quotemark-test-colours-are-those-of-the-grammar ()
  (dolist (name '("article" "broken" "cast"))
    (pcase-let ((`(,text . ,markers)
                 (quotemark-test-read-markers
                  (quotemark-test-file (format "grammar/test/highlight/%s.qm" name))))
                (wrong nil))
      (should (> (length markers) 100))
      (quotemark-test-with-text text
        (pcase-dolist (`(,place ,line ,column ,colour) markers)
          (goto-char (point-min))
          (forward-line (1- line))
          (forward-char column)
          (let ((face (quotemark-test-face))
                (expected (assoc colour quotemark-test-colours)))
            (should expected)
            (unless (eq face (cdr expected))
              (push (format "%s.qm:%d:%d: %c should have %s and has %s"
                            name place column (char-after) (cdr expected) face)
                    wrong)))))
      (should-not (nreverse wrong)))))

(ert-deftest quotemark-test-colours-follow-a-change ()
  (quotemark-test-with-text "Words [and more.\n\nNext.\n"
    (quotemark-test-go-to "and")
    (should-not (get-text-property (point) 'face))
    (quotemark-test-go-to " more")
    (insert "]{by @ada}")
    (font-lock-ensure)
    (quotemark-test-go-to "and")
    (should (equal (quotemark-test-face) 'quotemark-quote))
    (quotemark-test-go-to "@ada")
    (should (equal (quotemark-test-face) 'quotemark-person))))

(ert-deftest quotemark-test-colours-of-a-fence-reach-over-blank-lines ()
  (quotemark-test-with-text "::: by @ada\nOne.\n\nTwo.\n:::\n\nThree.\n"
    (dolist (pair '(("One" . quotemark-quote) ("Two" . quotemark-quote) ("Three" . nil)))
      (quotemark-test-go-to (car pair))
      (should (equal (quotemark-test-face) (cdr pair))))
    (goto-char (point-min))
    (insert ".")
    (let ((jit-lock-start (point-min)) (jit-lock-end (point)))
      (run-hook-with-args 'jit-lock-after-change-extend-region-functions
                          (point-min) (point) 0)
      (should (= jit-lock-end (point-max))))
    (font-lock-ensure)
    (quotemark-test-go-to "Two")
    (should-not (quotemark-test-face))
    (quotemark-test-go-to ":::\n\n")
    (should (equal (quotemark-test-face) 'quotemark-broken))))

(ert-deftest quotemark-test-the-example-corpus-shows-nothing-broken ()
  (dolist (file (directory-files (quotemark-test-file "examples/commissioning") t "\\.qm\\'"))
    (with-temp-buffer
      (insert-file-contents file)
      (quotemark-mode)
      (font-lock-ensure)
      (should-not (text-property-any (point-min) (point-max) 'face 'quotemark-broken)))))

(ert-deftest quotemark-test-every-text-can-be-coloured ()
  (random "quotemark")
  (let ((pieces ["[" "]" "]{" "}" "{%" "%}" ":::" "::: by @a" "\n" "\n\n" "---" "# " "@a: " "  role: "
                 "by " "\"" "“" "é" "2011-" ".." "note:" "\\" " " "word" "\t" "🚢" "&" "http://"]))
    (dotimes (_ 300)
      (let ((text (mapconcat (lambda (_) (aref pieces (random (length pieces))))
                             (make-list (random 40) nil) "")))
        (quotemark-test-with-text text
          (should (equal (buffer-substring-no-properties (point-min) (point-max)) text)))))))

;;; The rest

(ert-deftest quotemark-test-files-open-in-the-mode ()
  (with-current-buffer
      (find-file-noselect (quotemark-test-file "examples/commissioning/cast.qm"))
    (should (eq major-mode 'quotemark-mode))
    (should visual-line-mode)
    (should-not buffer-read-only)
    (kill-buffer)))

(ert-deftest quotemark-test-comments ()
  (quotemark-test-with-text "Some words.\n"
    (comment-region (point) (line-end-position))
    (should (equal (buffer-string) "{% Some words. %}\n"))
    (uncomment-region (point-min) (point-max))
    (should (equal (buffer-string) "Some words.\n"))))

(ert-deftest quotemark-test-an-id-is-one-symbol-with-its-mark ()
  (quotemark-test-with-text "[he]{by @josé-garcía}"
    (search-forward "jos")
    (should (equal (thing-at-point 'symbol t) "@josé-garcía"))))

(ert-deftest quotemark-test-imenu-and-outline ()
  (quotemark-test-with-text "# One\n\n## Two\n\n@ada: Ada Lamb\n    also: Lamb\n\n&board: Board\n\n#ferry: The ferry\n"
    (let ((index (funcall imenu-create-index-function)))
      (should (equal (mapcar #'car index) '("People" "Organisations" "Topics" "One" "Two")))
      (should (equal (caadr (assoc "People" index)) "Ada Lamb")))
    (should (= (funcall outline-level) 1))
    (outline-next-heading)
    (should (looking-at "## Two"))
    (should (= (funcall outline-level) 2))))

(ert-deftest quotemark-test-lines-are-not-broken-while-one-types ()
  (let ((text-mode-hook (list #'turn-on-auto-fill)))
    (quotemark-test-with-text ""
      (setq fill-column 20)
      (dolist (letter (append "These words are longer than a line may be. " nil))
        (let ((last-command-event letter))
          (self-insert-command 1)))
      (should (= (count-lines (point-min) (point-max)) 1)))))

(ert-deftest quotemark-test-filling-keeps-the-markup-whole ()
  (let ((text "---\ntitle: Several words that are rather long\n---\n\n[some words]{by @ada-lamb of &harbour-board on #ferry} and more ::: words\n\n@ada: Ada Lamb of the Harbour Board\n    role: secretary of &harbour-board, 2011..\n"))
    (quotemark-test-with-text text
      (setq fill-column 20)
      (dolist (place '("title" "@ada:" "role"))
        (quotemark-test-go-to place)
        (fill-paragraph)
        (should (equal (buffer-string) text)))
      (quotemark-test-go-to "some words")
      (fill-paragraph)
      (should (string-search "]{by @ada-lamb of &harbour-board on #ferry}" (buffer-string)))
      (should-not (string-search "\n:::" (buffer-string)))
      (should (string-search "ferry}\nand" (buffer-string)))
      (should (string-search "\n\n@ada: Ada Lamb of the" (buffer-string))))))

(ert-deftest quotemark-test-the-end-of-a-file-stays-as-it-came ()
  (let ((file (make-temp-file "quotemark" nil ".qm" "No line break at the end")))
    (unwind-protect
        (with-current-buffer (find-file-noselect file)
          (insert "x")
          (let ((make-backup-files nil))
            (save-buffer))
          (kill-buffer)
          (with-temp-buffer
            (insert-file-contents file)
            (should (equal (buffer-string) "xNo line break at the end"))))
      (delete-file file))))

(provide 'mode-test)
;;; mode-test.el ends here
