;;; quotemark-font-lock.el --- Colours for Quotemark  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Nothing in Quotemark but a fence reaches over a blank line.  So a region is
;; coloured by whole chunks, a chunk being the lines between two blank ones,
;; and each is read from its start as the grammar reads it: a header, headings,
;; declarations, fence lines, comments and paragraphs with spans in them.
;;
;; Articles come from strangers, so the work is to be in proportion to the text.
;; No expression here has a repetition that may have to give characters back:
;; besides being slow, that overflows the matcher's stack on a long line.  What
;; would need one is read by `skip-chars-forward'.

;;; Code:

(require 'font-lock)

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

(defconst quotemark-id-regexp "[[:alnum:]][[:alnum:]_-]*"
  "What follows the mark of a reference.")

(defconst quotemark-reference-regexp (concat "[@&#]" quotemark-id-regexp)
  "A person, an organisation or a topic.")

(defconst quotemark--date-regexp
  (let ((date "[0-9]\\{4\\}\\(?:-[0-9][0-9]?\\(?:-[0-9][0-9]?\\)?\\)?"))
    (concat "~?" date "\\(?:\\.\\.\\(?:\\?\\|" date "\\)?\\)?\\|\\.\\.[0-9][0-9-]*"))
  "A date or a range.")

(defconst quotemark--word-characters "[:alnum:]_'’.@&#-"
  "What a word of a tag or of a value is made of, for `skip-chars-forward'.")

(defconst quotemark--word-regexp
  (concat "[[:alnum:]][" quotemark--word-characters "]*")
  "A word of a tag or of a value.")

(defconst quotemark--scheme-regexp "[A-Za-z][A-Za-z0-9+.-]\\{0,31\\}://"
  "The beginning of a web address.
The schemes that there are have far fewer letters.")

(defconst quotemark-heading-regexp "\\(#\\{1,6\\}\\)[ \t]+\\(\\(?:[^ \t\n].*\\)?\\)"
  "A heading's line.")

(defconst quotemark-declaration-regexp
  (concat "\\(" quotemark-reference-regexp "\\)\\(:\\)[ \t]*\\(\\(?:[^ \t\n].*\\)?\\)")
  "The first line of a declaration.")

(defconst quotemark--dashes-regexp "---[ \t]*$"
  "The first and the last line of a header.")

;;; Regions and chunks

(defvar-local quotemark--fences []
  "What `quotemark--read-fences' returned last.")

(defvar-local quotemark--fences-tick nil
  "Of which state of the buffer `quotemark--fences' is.")

(defvar quotemark--open-string '(0 . 0)
  "Where the last string that nothing closes begins, and up to where it was read.
No other string begins between the two.")

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
  (quotemark--know-fences)
  (let ((case-fold-search nil) (quotemark--open-string '(0 . 0)))
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
  "Colour everything again where a change has opened or closed a fence."
  (let ((before quotemark--fences))
    (unless (equal (mapcar #'cdr before) (mapcar #'cdr (quotemark--know-fences)))
      (setq jit-lock-start (point-min)
            jit-lock-end (point-max)))))

(defun quotemark--know-fences ()
  "Return the fence lines of the buffer, which are read once after each change."
  (let ((tick (buffer-chars-modified-tick)))
    (unless (eql tick quotemark--fences-tick)
      (setq quotemark--fences (quotemark--read-fences)
            quotemark--fences-tick tick)))
  quotemark--fences)

(defun quotemark--read-fences ()
  "Return the fence lines of the buffer, a vector in their order.
Each is a list of its beginning, whether what follows is in a quote, and
whether it has a partner."
  (save-excursion
    (save-restriction
      (widen)
      (save-match-data
        (goto-char (point-min))
        (let ((case-fold-search nil) (chunk-end 0) (ends-comment t) open lines)
          (while (re-search-forward "^:::\\|{%" nil t)
            (let ((from (match-beginning 0)))
              (cond
               ((eq (char-after from) ?:)
                (skip-chars-forward ":")
                (skip-chars-forward " \t")
                (let ((line (list from nil nil)))
                  (if (not (eolp))
                      (progn
                        (setf (nth 1 line)
                              (and (re-search-forward "\\_<\\(?:by\\|more\\)\\_>"
                                                      (line-end-position) t)
                                   t))
                        (push line open))
                    (let ((opening (pop open)))
                      (when opening
                        (setf (nth 2 opening) t
                              (nth 2 line) t))
                      (setf (nth 1 line) (nth 1 (car open)))))
                  (push line lines))
                (end-of-line))
               ((not (quotemark--escaped-p from))
                ;; The end of a chunk is looked for once, and so is a comment's end
                ;; that is not there.
                (when (>= (point) chunk-end)
                  (setq chunk-end (quotemark--chunk-end) ends-comment t))
                (when ends-comment
                  (setq ends-comment (search-forward "%}" chunk-end t)))))))
          (vconcat (nreverse lines)))))))

(defun quotemark--escaped-p (position)
  "Return whether a backslash takes the meaning from what is at POSITION."
  (save-excursion
    (goto-char position)
    (= 1 (% (skip-chars-backward "\\\\") 2))))

(defun quotemark--fence-line-before (position)
  "Return the last fence line at POSITION or before."
  (let ((low 0) (high (length quotemark--fences)))
    (while (< low high)
      (let ((middle (/ (+ low high) 2)))
        (if (<= (car (aref quotemark--fences middle)) position)
            (setq low (1+ middle))
          (setq high middle))))
    (and (> low 0) (aref quotemark--fences (1- low)))))

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
      (let ((to (match-end 2)))
        (goto-char (match-beginning 2))
        (quotemark--fontify-words to nil 'quotemark-heading)))
     ((looking-at quotemark-declaration-regexp)
      (quotemark--fontify-declaration end))
     ((quotemark--skip-comment-block end))
     (t
      (quotemark--fontify-words
       end t (and (nth 1 (quotemark--fence-line-before (point))) 'quotemark-quote))))
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
    (let* ((from (point)) (key-end (quotemark--skip-key end)))
      (when key-end
        (quotemark--face 'quotemark-key from key-end)
        (quotemark--face 'quotemark-delimiter (point) (1+ (point)))
        (forward-char)
        (skip-chars-forward " \t" end)
        (setq from (point)))
      (goto-char from)
      (quotemark--fontify-value end)
      (quotemark--face-around 'quotemark-value from end)))
  (forward-line))

(defun quotemark--skip-key (end)
  "Go over the words of a key to the colon before END, and return their end.
Return nil if there is no key."
  (let ((words-end nil) (found nil))
    (while (and (not found) (looking-at-p "[[:alnum:]]"))
      (skip-chars-forward quotemark--word-characters end)
      (setq words-end (point))
      (skip-chars-forward " \t" end)
      (cond
       ((eq (char-after) ?:) (setq found t))
       ((= (point) words-end) (goto-char end))))
    (and found words-end)))

(defun quotemark--fontify-fence-line ()
  "Colour the fence line at point, and go to its end."
  (let* ((from (point))
         (end (line-end-position))
         (line (quotemark--fence-line-before from))
         (closed (and line (= (car line) from) (nth 2 line))))
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

(defun quotemark--fontify-words (end &optional fences around)
  "Colour what stands from point to END, and go there.
With FENCES stop before a fence line.  AROUND is a face that lies below all."
  (let ((from (point)) (open nil) (spans nil) (stop nil))
    (while (and (not stop)
                (re-search-forward "\\\\[!-/:-@[-`{-~]\\|{%\\|\\[\\|]{\\|]\\|^:::" end 'move))
      (let ((at (match-beginning 0)))
        (pcase (char-after at)
          (?\\ (quotemark--face 'quotemark-escape at (point)))
          (?: (when (and fences (= at (line-beginning-position)))
                (goto-char at)
                (setq stop t)))
          (?\{ (if (search-forward "%}" end t)
                   (quotemark--face 'quotemark-comment at (point))
                 ;; What nothing closes reaches to the end of the block.
                 (quotemark--face 'quotemark-broken at (point))
                 (goto-char end)
                 (setq stop t)))
          (?\[ (push at open))
          (_ (let ((opening (pop open)))
               (when (eq (char-before) ?\{)
                 (let ((face (quotemark--fontify-tag opening at)))
                   (when face
                     (push (list (1+ opening) at face) spans)))))))))
    (quotemark--face-spans (sort spans #'car-less-than-car) from (point) around)))

(defun quotemark--face-spans (spans from to around)
  "Give SPANS their faces below those that are there, inner before outer ones.
Each is a list of its beginning, its end and its face; they come in the order of
their beginnings.  AROUND is a face for all from FROM to TO, or nil.
Every stretch gets its faces at once, and each face only once, so that it does
not matter how many spans are in each other."
  (let* ((at from)
         (faces (and around (list around)))
         (open (list (cons to faces))))
    (dolist (span (append spans (list (list to to nil))))
      (pcase-let ((`(,begin ,end ,face) span))
        (while (and (cdr open) (<= (caar open) begin))
          (quotemark--faces-around faces at (caar open))
          (setq at (car (pop open))
                faces (cdar open)))
        (quotemark--faces-around faces at begin)
        (setq at begin
              faces (cons face (remq face faces)))
        (push (cons end faces) open)))))

(defun quotemark--fontify-tag (opening closing)
  "Colour the tag at CLOSING, and the bracket at OPENING, if it is not nil.
Return the face of the words between the two, if they get one."
  (let* ((body (point))
         (end (quotemark--tag-body-end))
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
        (cond
         (mention 'quotemark-mention)
         (said 'quotemark-quote))))))

(defun quotemark--tag-body-end ()
  "Return the end of what may stand between braces, from point on."
  (save-excursion
    (if (looking-at-p "[ \t]*note[ \t]*:")
        (skip-chars-forward "^{}\n")
      (skip-chars-forward "^][{}\"\n")
      ;; A string may hold a bracket after a backslash.
      (while (eq (char-after) ?\")
        (goto-char (or (quotemark--string-end (point)) (1+ (point))))
        (skip-chars-forward "^][{}\"\n")))
    (point)))

(defun quotemark--string-end (from)
  "Return the end of the string whose straight mark is at FROM.
Return nil if it does not end."
  (unless (<= (car quotemark--open-string) from (1- (cdr quotemark--open-string)))
    (save-excursion
      (goto-char (1+ from))
      (skip-chars-forward "^][\"\\\\{}\n")
      (while (and (eq (char-after) ?\\)
                  (not (memq (char-after (1+ (point))) '(nil ?\n))))
        (forward-char 2)
        (skip-chars-forward "^][\"\\\\{}\n"))
      (if (eq (char-after) ?\")
          (1+ (point))
        (setq quotemark--open-string (cons from (point)))
        nil))))

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
  (let* ((from (point))
         (kind (pcase (char-after)
                 ((or ?\s ?\t) (skip-chars-forward " \t") 'space)
                 ((or ?@ ?& ?#) (quotemark--skip quotemark-reference-regexp 'reference))
                 (?\" (let ((string-end (quotemark--string-end from)))
                       (if (not string-end)
                           (progn (forward-char) (skip-chars-forward "^][\"{}\n") 'open)
                         (goto-char string-end)
                         'string)))
                 (?“ (skip-chars-forward "^][”{}\n")
                     (if (not (eq (char-after) ?”))
                         'open
                       (forward-char)
                       'string))
                 (?. (or (quotemark--skip "\\.\\.[0-9][0-9-]*" 'date)
                         (quotemark--skip "\\.\\." 'open)))
                 (_ (or (and value (quotemark--skip-link))
                        (quotemark--skip-date-or-word))))))
    (when (= (point) from)
      (forward-char))
    (goto-char (min end (point)))
    (or kind 'other)))

(defun quotemark--skip (regexp kind)
  "Go over what matches REGEXP at point, and return KIND, or else nil."
  (when (looking-at regexp)
    (goto-char (match-end 0))
    kind))

(defun quotemark--skip-link ()
  "Go over a web address at point without the punctuation after it.
Return its kind as a token, or nil if there is none."
  (when (looking-at quotemark--scheme-regexp)
    (let ((scheme-end (match-end 0)))
      (goto-char scheme-end)
      (skip-chars-forward "^ \t\n")
      (skip-chars-backward "].,;:!?'’”)" scheme-end)
      'link)))

(defun quotemark--skip-date-or-word ()
  "Go over a date or a word at point, whichever is longer.
Return its kind as a token, or nil if there is neither."
  (let ((date-end (and (looking-at quotemark--date-regexp) (match-end 0))))
    (cond
     ((and (looking-at quotemark--word-regexp)
           (> (match-end 0) (or date-end 0)))
      (goto-char (match-end 0))
      'word)
     (date-end
      (goto-char date-end)
      'date))))

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

(defun quotemark--faces-around (faces from to)
  "Give FACES to what stands between FROM and TO, below those that are there."
  (when (and faces (< from to))
    (quotemark--face-around faces from to)))

(provide 'quotemark-font-lock)
;;; quotemark-font-lock.el ends here
