;;; work-test.el --- The work that hostile texts make  -*- lexical-binding: t; -*-

;;; Commentary:

;; Nothing is timed.  The files of the mode are read again with Edebug, which
;; counts how often each of their forms is evaluated; the characters over which
;; Emacs' own functions go for them are added.

;;; Code:

(require 'support)
(require 'edebug)
(require 'imenu)

(defconst quotemark-test-growth 2.2
  "By how much the work may grow when the text doubles.")

(defvar quotemark-test-characters 0
  "The characters gone over by Emacs' own functions.")

(defun quotemark-test-count-search (search text &optional bound &rest more)
  "Count the characters that SEARCH goes over for TEXT, up to BOUND, with MORE."
  (let* ((from (point))
         (found (apply search text bound more))
         (to (if found (point) (or bound (point-max)))))
    (cl-incf quotemark-test-characters (1+ (abs (- to from))))
    found))

(defun quotemark-test-count-search-back (search text &optional bound &rest more)
  "Count the characters that SEARCH goes back for TEXT, to BOUND, with MORE."
  (let* ((from (point))
         (found (apply search text bound more))
         (to (if found (point) (or bound (point-min)))))
    (cl-incf quotemark-test-characters (1+ (abs (- to from))))
    found))

(defun quotemark-test-count-match (look regexp &rest more)
  "Count the characters that LOOK finds to match REGEXP, with MORE."
  (let ((found (apply look regexp more)))
    ;; Where there is no match, as much as may have been looked at before that shows.
    (cl-incf quotemark-test-characters
             (cond
              ((not found) 1)
              ((eq look (symbol-function 'looking-at-p)) 1)
              (t (- (match-end 0) (match-beginning 0)))))
    found))

(defun quotemark-test-count-skip (skip characters &optional limit)
  "Count what SKIP goes over of CHARACTERS, at most to LIMIT."
  (let ((gone (funcall skip characters limit)))
    (cl-incf quotemark-test-characters (1+ (abs gone)))
    gone))

(defun quotemark-test-count-property (put &rest values)
  "Count a change of a text property that PUT makes of VALUES."
  (cl-incf quotemark-test-characters)
  (apply put values))

(defconst quotemark-test-counters
  '((re-search-forward . quotemark-test-count-search)
    (search-forward . quotemark-test-count-search)
    (re-search-backward . quotemark-test-count-search-back)
    (search-backward . quotemark-test-count-search-back)
    (looking-at . quotemark-test-count-match)
    (skip-chars-forward . quotemark-test-count-skip)
    (skip-chars-backward . quotemark-test-count-skip)
    (put-text-property . quotemark-test-count-property))
  "What counts for which function.")

(defvar quotemark-test-functions nil
  "The functions of the mode whose forms are counted.")

(defun quotemark-test-forms ()
  "Return how many forms of the mode have been evaluated."
  (let ((forms 0))
    (dolist (function quotemark-test-functions)
      (cl-incf forms (apply #'+ (append (get function 'edebug-freq-count) nil))))
    forms))

(defmacro quotemark-test-with-counters (&rest body)
  "Run BODY with the mode's files as they are written, and all counted."
  (declare (indent 0))
  `(let ((files (mapcar (lambda (name)
                          (quotemark-test-file (format "editors/emacs/%s.el" name)))
                        '("quotemark-font-lock" "quotemark-mode"))))
     (unwind-protect
         (let ((edebug-all-defs t)
               (edebug-initial-mode 'Go-nonstop)
               (inhibit-message t))
           (dolist (file files)
             (with-temp-buffer
               (insert-file-contents file)
               (setq buffer-file-name file)
               (emacs-lisp-mode)
               (eval-buffer)
               (set-buffer-modified-p nil)
               (setq buffer-file-name nil)))
           (setq quotemark-test-functions nil)
           (mapatoms (lambda (symbol)
                       (when (and (string-prefix-p "quotemark-" (symbol-name symbol))
                                  (get symbol 'edebug-freq-count))
                         (push symbol quotemark-test-functions))))
           (should (> (length quotemark-test-functions) 30))
           (pcase-dolist (`(,function . ,counter) quotemark-test-counters)
             (advice-add function :around counter))
           (let ((edebug-execution-mode 'Go-nonstop))
             ,@body))
       (pcase-dolist (`(,function . ,counter) quotemark-test-counters)
         (advice-remove function counter))
       ;; As it was, compiled.
       (dolist (file files)
         (load (file-name-base file) nil t)))))

(defun quotemark-test-work (action)
  "Return how much work ACTION makes."
  (let ((forms (quotemark-test-forms)))
    (setq quotemark-test-characters 0)
    (funcall action)
    (+ quotemark-test-characters (- (quotemark-test-forms) forms))))

(defun quotemark-test-work-of-colouring (text)
  "Return how much work it is to colour TEXT as a whole, and a piece at a time."
  (with-temp-buffer
    (insert text)
    (quotemark-mode)
    (let ((whole (quotemark-test-work #'font-lock-ensure)))
      (+ whole
         (quotemark-test-work
          (lambda ()
            ;; As `jit-lock-mode', which does nothing in batch, goes through a buffer that is scrolled.
            (let ((at (point-min)))
              (while (< at (point-max))
                (let ((done (font-lock-fontify-region at (min (point-max) (+ at 1500)))))
                  (should (eq (car-safe done) 'jit-lock-bounds))
                  (should (> (cddr done) at))
                  (setq at (cddr done)))))))))))

(defconst quotemark-test-hostile-texts
  `(("spans in each other" . ,(lambda (n) (concat (make-string n ?\[) "x" (quotemark-test-repeat "]{@a}" n))))
    ("quotes in each other" . ,(lambda (n) (concat (quotemark-test-repeat "[“a " n) "b" (quotemark-test-repeat "”]{by @a} " n))))
    ("quotes in each other, over lines" . ,(lambda (n) (concat (quotemark-test-repeat "[a\n" n) "b" (quotemark-test-repeat "]{by @a}\n" n))))
    ("spans in a heading" . ,(lambda (n) (concat "# " (make-string n ?\[) "x" (quotemark-test-repeat "]{@a}" n))))
    ("spans in a fence" . ,(lambda (n) (concat "::: by @a\n" (make-string n ?\[) "x" (quotemark-test-repeat "]{@a}" n))))
    ("spans beside each other" . ,(lambda (n) (quotemark-test-repeat "[x]{by @a} " n)))
    ("fences that open" . ,(lambda (n) (quotemark-test-repeat "::: by @a\n" n)))
    ("fences that open, and words" . ,(lambda (n) (quotemark-test-repeat "::: by @a\nx\n\n" n)))
    ("fences in each other" . ,(lambda (n) (concat (quotemark-test-repeat "::: by @a\n" n) "x\n" (quotemark-test-repeat ":::\n" n))))
    ("fences" . ,(lambda (n) (quotemark-test-repeat "::: by @a\nx\n:::\n\n" n)))
    ("fences that close" . ,(lambda (n) (quotemark-test-repeat ":::\n" n)))
    ("colons" . ,(lambda (n) (make-string n ?:)))
    ("comments that open" . ,(lambda (n) (quotemark-test-repeat "{% " n)))
    ("comments that open, in lines" . ,(lambda (n) (quotemark-test-repeat "{%\n" n)))
    ("comments and fences" . ,(lambda (n) (quotemark-test-repeat "{%\n:::\n" n)))
    ("comments" . ,(lambda (n) (quotemark-test-repeat "{% a %} b\n" n)))
    ("comments that are escaped" . ,(lambda (n) (quotemark-test-repeat "\\{%" n)))
    ("backslashes" . ,(lambda (n) (concat (make-string n ?\\) "{%")))
    ("a string in a tag" . ,(lambda (n) (concat "[x]{by \"" (make-string n ?a) "\"}")))
    ("a string that is open" . ,(lambda (n) (concat "[x]{by \"" (make-string n ?a))))
    ("strings" . ,(lambda (n) (concat "[x]{by " (make-string n ?\") "}")))
    ("escaped strings" . ,(lambda (n) (concat "[x]{by " (quotemark-test-repeat "\\\"" n) "}")))
    ("curly strings" . ,(lambda (n) (concat "[x]{by " (make-string n ?“) "}")))
    ("escaped brackets in a string" . ,(lambda (n) (concat "[x]{by \"" (quotemark-test-repeat "\\]" n) "}")))
    ("tags that are open" . ,(lambda (n) (quotemark-test-repeat "]{by " n)))
    ("a note" . ,(lambda (n) (concat "[x]{note: " (make-string n ?a) "}")))
    ("notes" . ,(lambda (n) (quotemark-test-repeat "[x]{note: " n)))
    ("spaces in a tag" . ,(lambda (n) (concat "[x]{" (make-string n ?\s) "@a}")))
    ("words in a tag" . ,(lambda (n) (concat "[x]{" (quotemark-test-repeat "a " n) "}")))
    ("a key" . ,(lambda (n) (concat "@a: A\n    " (make-string n ?a) "!: b")))
    ("words as a key" . ,(lambda (n) (concat "@a: A\n    " (quotemark-test-repeat "a " n) "(b: c)")))
    ("words and a colon" . ,(lambda (n) (concat "@a: A\n    " (quotemark-test-repeat "a " n) ": c")))
    ("spaces below a declaration" . ,(lambda (n) (concat "@a: A\n" (make-string n ?\s) "b")))
    ("keys" . ,(lambda (n) (concat "@a: A\n" (quotemark-test-repeat "    a: b\n" n))))
    ("beginnings of addresses" . ,(lambda (n) (concat "@a: A\n    b: " (quotemark-test-repeat "a+" n))))
    ("addresses" . ,(lambda (n) (concat "@a: A\n    b: " (quotemark-test-repeat "a://" n))))
    ("punctuation after an address" . ,(lambda (n) (concat "@a: A\n    b: a://" (make-string n ?,))))
    ("digits" . ,(lambda (n) (concat "@a: A\n    b: .." (make-string n ?1))))
    ("dates" . ,(lambda (n) (concat "@a: A\n    b: " (quotemark-test-repeat "2011-11-" n))))
    ("a header that is open" . ,(lambda (n) (concat "---\n" (quotemark-test-repeat "a: b\n" n))))
    ("dashes" . ,(lambda (n) (quotemark-test-repeat "---\n" n)))
    ("spaces after dashes" . ,(lambda (n) (concat "---" (make-string n ?\s) "x")))
    ("headings" . ,(lambda (n) (quotemark-test-repeat "# a\n" n)))
    ("spaces in a heading" . ,(lambda (n) (concat "# " (make-string n ?\s))))
    ("declarations" . ,(lambda (n) (quotemark-test-repeat "@a: A\n\n" n)))
    ("spaces before a name" . ,(lambda (n) (concat "@a:" (make-string n ?\s))))
    ("a long id" . ,(lambda (n) (concat "@" (make-string n ?a) ": A")))
    ("blank lines" . ,(lambda (n) (make-string n ?\n)))
    ("blank lines of spaces" . ,(lambda (n) (quotemark-test-repeat "  \n" n)))
    ("lines of spaces and words" . ,(lambda (n) (quotemark-test-repeat "  \na\n" n)))
    ("one long line" . ,(lambda (n) (make-string n ?a)))
    ("one long paragraph" . ,(lambda (n) (quotemark-test-repeat "a b c\n" n))))
  "Texts that would make more work than their length allows.")

(defun quotemark-test-repeat (text times)
  "Return TEXT TIMES times."
  (apply #'concat (make-list times text)))

(ert-deftest quotemark-test-work-grows-no-more-than-the-text ()
  (let ((wrong nil))
    (quotemark-test-with-counters
      (pcase-dolist (`(,name . ,text) quotemark-test-hostile-texts)
        (let ((once (quotemark-test-work-of-colouring (funcall text 300)))
              (twice (quotemark-test-work-of-colouring (funcall text 600))))
          (should (> once 10))
          (when (> twice (* quotemark-test-growth once))
            (push (format "%s: %d, then %d" name once twice) wrong)))))
    (should-not (nreverse wrong))))

(ert-deftest quotemark-test-work-grows-no-more-than-the-text-by-chance ()
  (random "work")
  (let ((wrong nil)
        (pieces ["[" "]" "]{" "}" "{%" "%}" ":::\n" "::: by @a\n" "\n" "\n\n" "---\n" "# " "@a: " "\n    b: "
                 "by " "\"" "“" "”" "é" "2011-" ".." "note:" "\\" " " "word" "\t" "&" "http://" "+" "]{by @a}"]))
    (quotemark-test-with-counters
      (dotimes (_ 100)
        (let* ((unit (mapconcat (lambda (_) (aref pieces (random (length pieces))))
                                (make-list (1+ (random 5)) nil) ""))
               (once (quotemark-test-work-of-colouring (quotemark-test-repeat unit 100)))
               (twice (quotemark-test-work-of-colouring (quotemark-test-repeat unit 200))))
          (when (> twice (* quotemark-test-growth once))
            (push (format "%S: %d, then %d" unit once twice) wrong)))))
    (should-not (nreverse wrong))))

(ert-deftest quotemark-test-no-text-is-too-long-for-an-expression ()
  ;; What gives characters back needs room for each of them.
  (pcase-dolist (`(,name . ,text) quotemark-test-hostile-texts)
    ;; What is in lines is no longer for an expression, however long it is.
    (unless (string-match-p "\n.*\n.*\n" (funcall text 3))
      (with-temp-buffer
        (insert (funcall text (/ (* 100 200000) (length (funcall text 100)))))
        (quotemark-mode)
        (let ((problem (condition-case problem
                           (progn
                             (font-lock-fontify-region (point-min) (min (point-max) 5000))
                             (funcall imenu-create-index-function)
                             (goto-char (point-min))
                             (quotemark--fill-paragraph)
                             (quotemark--in-header-p)
                             (quotemark--no-break-p)
                             nil)
                         (error problem))))
          (should-not (and problem (list name problem))))))))

(ert-deftest quotemark-test-work-of-a-break-does-not-grow-with-the-line ()
  (quotemark-test-with-counters
    (let ((works (mapcar (lambda (n)
                           (with-temp-buffer
                             (insert "[x]{by " (quotemark-test-repeat "a " n))
                             (quotemark-mode)
                             (quotemark-test-work #'quotemark--no-break-p)))
                         '(5000 10000))))
      (should (equal (car works) (cadr works))))))

(provide 'work-test)
;;; work-test.el ends here
