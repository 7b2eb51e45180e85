local n = tonumber(arg[1])

local function mandelbrot(size)
  local total = 0
  for y = 0, size - 1 do
    local ci = 2.0 * y / size - 1.0
    for x = 0, size - 1 do
      local cr = 3.0 * x / size - 2.0
      local zr, zi, i = 0.0, 0.0, 0
      while i < 100 and zr * zr + zi * zi < 4.0 do
        local t = zr * zr - zi * zi + cr
        zi = 2.0 * zr * zi + ci
        zr = t
        i = i + 1
      end
      total = total + i
    end
  end
  return total
end

print('mandelbrot ' .. mandelbrot(n))
