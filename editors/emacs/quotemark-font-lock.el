;;; quotemark-font-lock.el --- Colours for Quotemark  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Nothing in Quotemark but a fence reaches over a blank line.  So a region is
;; coloured by whole chunks, a chunk being the lines between two blank ones,
;; and each is read from its start as the grammar reads it: a header, headings,
;; declarations, fence lines, comments and paragraphs with spans in them.

;;; Code:

(require 'font-lock)
(require 'seq)

(defgroup quotemark-faces nil
  "Colours of Quotemark."
  :group 'quotemark
  :group 'faces)

(defface quotemark-person '((t :inherit font-lock-constant-face))
  "Face for the ids of people.")

(defface quotemark-organisation '((t :inherit font-lock-type-face))
  "Face for the ids of organisations.")

(defface quotemark-topic '((t :inherit font-lock-variable-name-face))
  "Face for the ids of topics.")

(defface quotemark-mention '((t :inherit underline))
  "Face for words that mean a person, an organisation or a topic.")

(defface quotemark-quote '((t :inherit italic))
  "Face for the words of a quote.")

(defface quotemark-heading '((t :inherit outline-1))
  "Face for the words of a heading.")

(defface quotemark-name '((t :inherit bold))
  "Face for the name in a declaration.")

(defface quotemark-key '((t :inherit font-lock-variable-name-face))
  "Face for the keys of a header and of a declaration.")

(defface quotemark-value '((t :inherit font-lock-string-face))
  "Face for the values of a header and of a declaration, and for strings.")

(defface quotemark-date '((t :inherit font-lock-constant-face))
  "Face for dates and ranges.")

(defface quotemark-link '((t :inherit link))
  "Face for web addresses.")

(defface quotemark-keyword '((t :inherit font-lock-keyword-face))
  "Face for the words of a tag: by, of, to and the others.")

(defface quotemark-bracket '((t :inherit shadow))
  "Face for the brackets and braces of a tag.")

(defface quotemark-delimiter '((t :inherit shadow))
  "Face for commas, colons and semicolons of the markup.")

(defface quotemark-marker '((t :inherit font-lock-preprocessor-face))
  "Face for heading marks, fences, the header's dashes and open speakers.")

(defface quotemark-comment '((t :inherit font-lock-comment-face))
  "Face for comments and notes.")

(defface quotemark-escape '((t :inherit font-lock-builtin-face))
  "Face for escapes.")

(defface quotemark-broken '((t :inherit font-lock-warning-face))
  "Face for the first sign of what is broken.")

(eval-and-compile
  (defconst quotemark-id-regexp "[[:alnum:]][[:alnum:]_-]*"
    "What follows the mark of a reference.")

  (defconst quotemark-reference-regexp (concat "[@&#]" quotemark-id-regexp)
    "A person, an organisation or a topic.")

  (defconst quotemark--date-regexp
    (let ((date "[0-9]\\{4\\}\\(?:-[0-9][0-9]?\\(?:-[0-9][0-9]?\\)?\\)?"))
      (concat date "\\(?:\\.\\.\\(?:\\?\\|" date "\\)?\\)?\\|\\.\\.[0-9][0-9-]*"))
    "A date or a range.")

  (defconst quotemark--word-regexp "[[:alnum:]][[:alnum:]_'’.@&#-]*"
    "A word of a tag or of a value.")

  (defconst quotemark--string-regexp
    "\"\\(?:[^][\"\\{}\n]\\|\\\\.\\)*\"\\|“[^][”{}\n]*”"
    "A string with its quotation marks."))

(defconst quotemark--url-regexp
  "[A-Za-z][A-Za-z0-9+.-]*://\\(?:[^ \t\n]*[^] \t\n.,;:!?'’”)]\\)?"
  "A web address, without the punctuation behind it.")

(defconst quotemark--tag-body-regexp
  (concat "[ \t]*note[ \t]*:[^{}\n]*\\|\\(?:" quotemark--string-regexp "\\|[^][{}\n]\\)*")
  "What may stand between the braces of a tag.")

(defconst quotemark--property-regexp
  (concat "\\(" quotemark--word-regexp "\\(?:[ \t]+" quotemark--word-regexp "\\)*\\)"
          "[ \t]*\\(:\\)[ \t]*\\(.*\\)")
  "A key, a colon and a value.")

(defconst quotemark-heading-regexp "\\(#\\{1,6\\}\\)[ \t]+\\(.*\\)"
  "A heading's line.")

(defconst quotemark-declaration-regexp
  (concat "\\(" quotemark-reference-regexp "\\)\\(:\\)[ \t]*\\(.*\\)")
  "The first line of a declaration.")

(defconst quotemark--dashes-regexp "---[ \t]*$"
  "The first and the last line of a header.")

;;; Regions and chunks

(defvar-local quotemark--fences nil
  "What `quotemark--read-fences' returned last.")

(defvar font-lock-beg)
(defvar font-lock-end)

(defun quotemark-font-lock-set-up ()
  "Colour the current buffer as Quotemark."
  (setq-local font-lock-multiline t)
  (setq-local font-lock-defaults '(((quotemark--fontify)) t))
  (add-hook 'font-lock-extend-region-functions #'quotemark--extend-region nil t)
  (add-hook 'jit-lock-after-change-extend-region-functions
            #'quotemark--extend-change t t))

(defun quotemark--fontify (limit)
  "Colour the chunks from point to LIMIT.  Always return nil."
  (setq quotemark--fences (quotemark--read-fences))
  (let ((case-fold-search nil))
    (while (progn
             (skip-chars-forward " \t\n" limit)
             (< (point) limit))
      (forward-line 0)
      (let ((end (quotemark--chunk-end)))
        (quotemark--fontify-chunk end)
        (goto-char end))))
  nil)

(defun quotemark--chunk-end ()
  "Return the end of the chunk at point."
  (save-excursion
    (if (re-search-forward "^[ \t]*$" nil 'move)
        (max (point-min) (1- (line-beginning-position)))
      (point))))

(defun quotemark--extend-region ()
  "Let the region to be coloured hold whole chunks, and those that touch it.
Return whether that made it larger."
  (let ((beg (save-excursion
               (goto-char font-lock-beg)
               (skip-chars-backward " \t\n")
               (if (re-search-backward "^[ \t]*$" nil t)
                   (line-beginning-position 2)
                 (point-min))))
        (end (save-excursion
               (goto-char font-lock-end)
               (skip-chars-forward " \t\n")
               (goto-char (quotemark--chunk-end))
               (line-beginning-position 2)))
        (larger nil))
    (when (< beg font-lock-beg)
      (setq font-lock-beg beg larger t))
    (when (> end font-lock-end)
      (setq font-lock-end end larger t))
    larger))

(defvar jit-lock-start)
(defvar jit-lock-end)

(defun quotemark--extend-change (&rest _)
  "Colour everything anew where a change has opened or closed a fence."
  (let ((fences (quotemark--read-fences)))
    (unless (equal (mapcar #'cddr fences) (mapcar #'cddr quotemark--fences))
      (setq quotemark--fences fences
            jit-lock-start (point-min)
            jit-lock-end (point-max)))))

(defun quotemark--read-fences ()
  "Return the fences of the buffer.
Each is a list of where its first line starts, where its last line starts or
the buffer ends, whether it is a quote, and whether it is closed."
  (save-excursion
    (save-match-data
      (goto-char (point-min))
      (let ((case-fold-search nil) open fences)
        (while (re-search-forward "^:::+[ \t]*\\(.*\\)\\|{%" nil t)
          (cond
           ((eq (char-after (match-beginning 0)) ?{)
            (unless (quotemark--escaped-p (match-beginning 0))
              (search-forward "%}" (quotemark--chunk-end) t)))
           ((< (match-beginning 1) (match-end 1))
            (push (list (match-beginning 0) (point-max)
                        (and (string-match-p "\\_<\\(?:by\\|more\\)\\_>" (match-string 1)) t)
                        nil)
                  open))
           (open
            (let ((fence (pop open)))
              (push (list (car fence) (match-beginning 0) (nth 2 fence) t) fences)))))
        (sort (append open fences) (lambda (a b) (< (car a) (car b))))))))

(defun quotemark--escaped-p (position)
  "Return whether a backslash takes the meaning from what is at POSITION."
  (save-excursion
    (goto-char position)
    (= 1 (% (skip-chars-backward "\\\\") 2))))

(defun quotemark--in-quoted-fence-p (position)
  "Return whether the innermost fence around POSITION is a quote."
  (let (innermost)
    (dolist (fence quotemark--fences)
      (when (< (car fence) position (1+ (nth 1 fence)))
        (setq innermost fence)))
    (nth 2 innermost)))

;;; Blocks

(defun quotemark--fontify-chunk (end)
  "Colour the chunk from point to END."
  (when (and (bobp) (looking-at quotemark--dashes-regexp))
    (quotemark--fontify-header end))
  (while (< (point) end)
    (cond
     ((looking-at ":::")
      (quotemark--fontify-fence-line))
     ((looking-at quotemark-heading-regexp)
      (quotemark--face 'quotemark-marker (match-beginning 1) (match-end 1))
      (let ((from (match-beginning 2)) (to (match-end 2)))
        (goto-char from)
        (quotemark--fontify-words to)
        (quotemark--face-around 'quotemark-heading from to)))
     ((looking-at quotemark-declaration-regexp)
      (quotemark--fontify-declaration end))
     ((quotemark--skip-comment-block end))
     (t
      (let ((from (point)))
        (quotemark--fontify-words end t)
        (when (quotemark--in-quoted-fence-p from)
          (quotemark--face-around 'quotemark-quote from (point))))))
    (skip-chars-forward "\n" end)))

(defun quotemark--fontify-header (end)
  "Colour the header from point to its last line, or to END without one."
  (let* ((from (point))
         (last (save-excursion
                 (forward-line)
                 (and (< (point) end)
                      (re-search-forward (concat "^" quotemark--dashes-regexp) end t)
                      (line-beginning-position)))))
    (quotemark--face (if last 'quotemark-marker 'quotemark-broken) from (+ from 3))
    (forward-line)
    (while (< (point) (or last end))
      (quotemark--fontify-property))
    (when last
      (quotemark--face 'quotemark-marker last (+ last 3))
      (forward-line))))

(defun quotemark--fontify-declaration (end)
  "Colour the declaration whose first line is matched, at most to END."
  (quotemark--face (quotemark--reference-face (match-beginning 1))
                   (match-beginning 1) (match-end 1))
  (quotemark--face 'quotemark-name (match-beginning 3) (match-end 3))
  (forward-line)
  (while (and (< (point) end) (looking-at "[ \t]"))
    (quotemark--fontify-property)))

(defun quotemark--fontify-property ()
  "Colour the line at point as a key and its value, and go to the next one."
  (let ((end (line-end-position)))
    (skip-chars-forward " \t" end)
    (let ((from (point)))
      (when (looking-at quotemark--property-regexp)
        (quotemark--face 'quotemark-key (match-beginning 1) (match-end 1))
        (quotemark--face 'quotemark-delimiter (match-beginning 2) (match-end 2))
        (setq from (match-beginning 3)))
      (goto-char from)
      (quotemark--fontify-value end)
      (quotemark--face-around 'quotemark-value from end)))
  (forward-line))

(defun quotemark--fontify-fence-line ()
  "Colour the fence line at point, and go to its end."
  (let* ((from (point))
         (end (line-end-position))
         (closed (seq-some (lambda (fence)
                             (and (nth 3 fence) (memql from fence) t))
                           quotemark--fences)))
    (skip-chars-forward ":" end)
    (quotemark--face (if closed 'quotemark-marker 'quotemark-broken) from (point))
    (quotemark--fontify-tag-body end)
    (goto-char end)))

(defun quotemark--skip-comment-block (end)
  "Colour a comment that is a block by itself, and go to its end.
Return whether there is one before END."
  (let ((from (point)))
    (and (looking-at "{%")
         (save-excursion
           (and (search-forward "%}" end t)
                (looking-at "[ \t]*$")))
         (progn
           (search-forward "%}" end)
           (quotemark--face 'quotemark-comment from (point))
           (goto-char (line-end-position))
           t))))

;;; Inside a paragraph or a heading

(defun quotemark--fontify-words (end &optional fences)
  "Colour what stands from point to END, and go there.
With FENCES stop before a fence line."
  (let ((open nil) (stop nil))
    (while (and (not stop)
                (re-search-forward "\\\\[!-/:-@[-`{-~]\\|{%\\|\\[\\|]{\\|]\\|^:::" end 'move))
      (let ((from (match-beginning 0)))
        (pcase (char-after from)
          (?\\ (quotemark--face 'quotemark-escape from (point)))
          (?: (when (and fences (= from (line-beginning-position)))
                (goto-char from)
                (setq stop t)))
          (?\{ (if (search-forward "%}" end t)
                   (quotemark--face 'quotemark-comment from (point))
                 ;; What nothing closes reaches to the end of the block.
                 (quotemark--face 'quotemark-broken from (point))
                 (goto-char end)
                 (setq stop t)))
          (?\[ (push from open))
          (_ (let ((opening (pop open)))
               (when (eq (char-before) ?\{)
                 (quotemark--fontify-tag opening from)))))))))

(defun quotemark--fontify-tag (opening closing)
  "Colour the tag at CLOSING, and the words since OPENING, if it is not nil."
  (looking-at quotemark--tag-body-regexp)
  (let* ((body (point))
         (end (match-end 0))
         (closed (eq (char-after end) ?}))
         (mention (looking-at-p quotemark-reference-regexp))
         (said (quotemark--fontify-tag-body end)))
    (quotemark--face (if (and opening closed) 'quotemark-bracket 'quotemark-broken)
                     closing body)
    (goto-char (if closed (1+ end) end))
    (when opening
      (quotemark--face 'quotemark-bracket opening (1+ opening))
      (when closed
        (quotemark--face 'quotemark-bracket end (1+ end))
        (when (or mention said)
          (quotemark--face-around (if mention 'quotemark-mention 'quotemark-quote)
                                  (1+ opening) closing))))))

(defun quotemark--fontify-tag-body (end)
  "Colour the clauses from point to END, and return whether they make a quote."
  (let (said)
    (while (< (point) end)
      (let ((from (point)))
        (pcase (quotemark--token end)
          ('space)
          ('reference (quotemark--face (quotemark--reference-face from) from (point)))
          ('date (quotemark--face 'quotemark-date from (point)))
          ('string (quotemark--face 'quotemark-value from (point)))
          ('word
           (pcase (buffer-substring-no-properties from (point))
             ((or "by" "more")
              (quotemark--face 'quotemark-keyword from (point))
              (setq said t))
             ((or "of" "to" "on" "for" "against" "at" "as")
              (quotemark--face 'quotemark-keyword from (point)))
             ("note"
              (quotemark--face 'quotemark-keyword from (point))
              (when (eq (char-after) ?:)
                (quotemark--face 'quotemark-comment (1+ (point)) end)
                (goto-char end)))
             (_ (quotemark--face 'quotemark-broken from (point)))))
          (_ (quotemark--face (pcase (char-after from)
                                (?, 'quotemark-delimiter)
                                (?? 'quotemark-marker)
                                (_ 'quotemark-broken))
                              from (point))))))
    said))

(defun quotemark--fontify-value (end)
  "Colour what has a meaning in the value from point to END."
  (while (< (point) end)
    (let ((from (point)))
      (pcase (quotemark--token end t)
        ('reference (quotemark--face (quotemark--reference-face from) from (point)))
        ('date (quotemark--face 'quotemark-date from (point)))
        ('link (quotemark--face 'quotemark-link from (point)))
        ('other (when (eq (char-after from) ?\;)
                  (quotemark--face 'quotemark-delimiter from (point))))))))

(defun quotemark--token (end &optional value)
  "Go over one token of a tag before END and return its kind.
With VALUE it is one of a value, which knows web addresses."
  (let ((kind 'other) (longest (1+ (point))))
    ;; The longest wins, and the first of two that are as long.
    (pcase-dolist (`(,candidate . ,regexp)
                   `((space . "[ \t]+")
                     ,@(and value `((link . ,quotemark--url-regexp)))
                     (reference . ,quotemark-reference-regexp)
                     (string . ,quotemark--string-regexp)
                     (date . ,quotemark--date-regexp)
                     (word . ,quotemark--word-regexp)
                     (open . "\"[^][\"{}\n]*\\|“[^][”{}\n]*\\|\\.\\.")))
      (when (and (looking-at regexp)
                 (or (> (match-end 0) longest)
                     (and (eq kind 'other) (= (match-end 0) longest))))
        (setq kind candidate longest (match-end 0))))
    (goto-char (min end longest))
    kind))

(defun quotemark--reference-face (position)
  "Return the face of the reference at POSITION."
  (pcase (char-after position)
    (?@ 'quotemark-person)
    (?& 'quotemark-organisation)
    (_ 'quotemark-topic)))

(defun quotemark--face (face from to)
  "Give FACE to what stands between FROM and TO."
  (put-text-property from to 'face face))

(defun quotemark--face-around (face from to)
  "Give FACE to what stands between FROM and TO, below the faces that are there."
  (font-lock-append-text-property from to 'face face))

(provide 'quotemark-font-lock)
;;; quotemark-font-lock.el ends here
